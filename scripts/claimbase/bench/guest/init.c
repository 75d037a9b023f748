/*
 * The program of the guest: process 1 and the only file of the initramfs besides kernel modules.
 *
 * It says on the first serial port that it runs (`ready`), fills memory with a known pattern (`filled`), and then
 * beats: `b <number>` at every step of a fixed schedule, so that a pause shows as a gap between two lines.
 * Around the beats it checks its memory, a disk and a network card, and says what it found:
 *
 *     m ok <rounds>   m bad <page>        the pattern in memory
 *     d ok <blocks>   d bad <block>       /dev/vda: a numbered block with a checksum, written and read back
 *     n ok <frames>   n bad <frame>       the first network card: its own frames, which the peer sends back
 *     e <what>                            something that it needs is missing
 *
 * The number of a beat is its place in the schedule, not a count: a beat that the guest itself missed leaves a hole.
 * Options are words of the kernel's command line: claimbase.beat_us, .fill_mib, .dirty_mib_s, .check, .disk, .net, .seed.
 *
 * Lines are written to the port itself and not through the kernel's driver, which under emulation costs more than
 * all else here. No C library: the same source and compiler give the same bytes, and nothing is hidden from the reader.
 * Worker processes do what may block, so that the beat never waits; they hand their lines over in shared memory.
 */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

enum { PAGE = 4096, WORDS = PAGE / 8, BLOCK = 4096, BLOCKS = 1024, FRAME = 256 };

/* --- System calls of Linux on x86-64: number and up to six arguments ------------------------------------------- */

enum {
	SYS_read = 0, SYS_write = 1, SYS_open = 2, SYS_poll = 7, SYS_mmap = 9, SYS_pread = 17, SYS_pwrite = 18,
	SYS_socket = 41, SYS_bind = 49, SYS_fork = 57, SYS_exit = 60, SYS_mkdir = 83, SYS_ioctl = 16, SYS_sched_setscheduler = 144,
	SYS_mount = 165, SYS_iopl = 172, SYS_clock_gettime = 228, SYS_clock_nanosleep = 230, SYS_finit_module = 313,
};

static long call(long number, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

#define CALL(number, a, b, c, d) call(SYS_##number, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

struct moment {
	long seconds, nanoseconds;
};

enum { MONOTONIC = 1, ABSOLUTE = 1 };

static u64 now(void)
{
	struct moment at;

	CALL(clock_gettime, MONOTONIC, &at, 0, 0);
	return (u64)at.seconds * 1000000000 + (u64)at.nanoseconds;
}

static void sleep_until(u64 then)
{
	struct moment at = {(long)(then / 1000000000), (long)(then % 1000000000)};

	while (CALL(clock_nanosleep, MONOTONIC, ABSOLUTE, &at, 0) != 0)
		;
}

static void *map(u64 size, int shared)
{
	long found = call(SYS_mmap, 0, (long)size, 3, shared ? 0x21 : 0x22, -1, 0);

	return found < 0 && found > -4096 ? 0 : (void *)found;
}

/* --- Text ------------------------------------------------------------------------------------------------------ */

static char *add_text(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	return to;
}

static char *add_number(char *to, u64 number)
{
	char digits[20];
	int count = 0;

	do
		digits[count++] = (char)('0' + number % 10);
	while (number /= 10);
	while (count)
		*to++ = digits[--count];
	return to;
}

static char command_line[4096];

/* The number that follows a word such as `claimbase.beat_us=` on the kernel's command line. */
static u64 option(const char *word, u64 otherwise)
{
	for (const char *at = command_line; *at; at++) {
		const char *end = word;
		const char *here = at;
		u64 number = 0;

		if (at != command_line && at[-1] != ' ')
			continue;
		while (*end && *end == *here)
			end++, here++;
		if (*end)
			continue;
		for (; *here >= '0' && *here <= '9'; here++)
			number = number * 10 + (u64)(*here - '0');
		return number;
	}
	return otherwise;
}

/* --- The serial port ------------------------------------------------------------------------------------------- */

enum { PORT = 0x3f8, LINE_STATUS = PORT + 5, EMPTY = 0x20 };

static u8 in(u16 port)
{
	u8 value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static void out(u16 port, u8 value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static void say(const char *text)
{
	for (; *text; text++) {
		/* A port that never empties, because nobody reads, must not stop the guest. */
		for (int tries = 0; tries < 1000 && !(in(LINE_STATUS) & EMPTY); tries++)
			;
		out(PORT, (u8)*text);
	}
}

/* --- Lines of the workers, which process 1 prints between two beats --------------------------------------------- */

enum { MEMORY, DISK, NET, WORKERS };

struct letter {
	volatile u32 full;
	char text[60];
};

static struct letter *letters; /* one a worker, shared */

static void hand_over(int worker, const char *what, u64 number)
{
	struct letter *letter = &letters[worker];

	while (__atomic_load_n(&letter->full, __ATOMIC_ACQUIRE))
		sleep_until(now() + 1000000);
	*add_text(add_number(add_text(letter->text, what), number), "\n") = 0;
	__atomic_store_n(&letter->full, 1, __ATOMIC_RELEASE);
}

static void print_letters(void)
{
	for (int worker = 0; worker < WORKERS; worker++) {
		if (__atomic_load_n(&letters[worker].full, __ATOMIC_ACQUIRE)) {
			say(letters[worker].text);
			__atomic_store_n(&letters[worker].full, 0, __ATOMIC_RELEASE);
		}
	}
}

/* Ends a worker that lacks something. */
__attribute__((noreturn)) static void give_up(int worker, const char *what, long error)
{
	hand_over(worker, what, (u64)-error);
	for (;;)
		CALL(exit, 0, 0, 0, 0);
}

/* Loads /modules/<kind>0.ko, 1, … in order until there is none; what is built into the kernel is not there. */
static void load_modules(const char *kind)
{
	char path[40];

	for (u64 number = 0;; number++) {
		*add_text(add_number(add_text(add_text(path, "/modules/"), kind), number), ".ko") = 0;
		long file = CALL(open, path, 0, 0, 0);
		if (file < 0)
			return;
		CALL(finit_module, file, "", 0, 0);
	}
}

/* --- Memory: each page holds a pattern of its number, the seed and how often it was written ---------------------- */

static u64 mix(u64 value)
{
	value = (value ^ (value >> 31)) * 0x9e3779b97f4a7c15;
	return value ^ (value >> 29);
}

static void write_page(u64 *page, u64 number, u64 seed, u64 round)
{
	u64 key = mix(number + (seed << 40) + (round << 20));

	page[0] = round;
	for (int i = 1; i < WORDS; i++)
		page[i] = key + (u64)i;
}

static int page_is_right(const u64 *page, u64 number, u64 seed, u64 round)
{
	u64 key = mix(number + (seed << 40) + (round << 20));
	u64 difference = page[0] ^ round;

	for (int i = 1; i < WORDS; i++)
		difference |= page[i] ^ (key + (u64)i);
	return difference == 0;
}

/* Rewrites the pages in order at a steady pace and checks each before, or only checks them, one MiB a step.
   A pass over all pages is a round. The pace does not catch up on what a pause of the machine has cost. */
static void tend_memory(u64 *area, u64 pages, u64 seed, u64 mib_per_second, int check)
{
	u64 step = mib_per_second ? 1000000 : 2000000;
	u64 due = 0, at = 0, written = 0, rounds = 0;

	for (u64 next = now();; next += step) {
		due += mib_per_second ? mib_per_second * 256 : 256 * 1000; /* in thousandths of a page */
		for (; due >= 1000; due -= 1000) {
			u64 *page = area + at * WORDS;

			if (check && !page_is_right(page, at, seed, written))
				hand_over(MEMORY, "m bad ", at);
			if (mib_per_second)
				write_page(page, at, seed, written + 1);
			if (++at < pages)
				continue;
			at = 0;
			written += mib_per_second != 0;
			rounds++;
			if (check)
				hand_over(MEMORY, "m ok ", rounds);
		}
		if (now() > next + 20 * step)
			next = now();
		sleep_until(next + step);
	}
}

/* --- Disk: numbered blocks, read back past every cache at once and again 500 blocks later ------------------------ */

static void make_block(u64 *block, u64 number, u64 seed)
{
	u64 sum = mix(number);

	block[0] = number;
	for (int i = 1; i < BLOCK / 8 - 1; i++)
		sum += block[i] = mix(number * 4096 + (u64)i + seed);
	block[BLOCK / 8 - 1] = sum;
}

static int block_is_right(long disk, u64 *block, u64 number, u64 seed)
{
	u64 sum = mix(number);

	if (CALL(pread, disk, block, BLOCK, number % BLOCKS * BLOCK) != BLOCK || block[0] != number)
		return 0;
	for (int i = 1; i < BLOCK / 8 - 1; i++) {
		if (block[i] != mix(number * 4096 + (u64)i + seed))
			return 0;
		sum += block[i];
	}
	return block[BLOCK / 8 - 1] == sum;
}

static void tend_disk(u64 seed)
{
	load_modules("disk");
	long disk = CALL(open, "/dev/vda", 0x4002 /* O_RDWR | O_DIRECT */, 0, 0);
	u64 *block = map(BLOCK, 0);

	if (disk < 0 || !block)
		give_up(DISK, "e disk ", disk);
	for (u64 number = 0;; number++) {
		make_block(block, number, seed);
		if (CALL(pwrite, disk, block, BLOCK, number % BLOCKS * BLOCK) != BLOCK ||
		    !block_is_right(disk, block, number, seed) ||
		    !block_is_right(disk, block, number < 500 ? 0 : number - 500, seed))
			hand_over(DISK, "d bad ", number);
		else if (number % 8 == 7)
			hand_over(DISK, "d ok ", number + 1);
		sleep_until(now() + 10000000);
	}
}

/* --- Network: frames to its own address, which the other end of the wire sends back ------------------------------ */

enum { KIND = 0xb588 /* 0x88b5, for local experiments, in network order */, PACKET = 17, RAW = 3, POLLIN = 1 };
enum { SIOCGIFFLAGS = 0x8913, SIOCSIFFLAGS = 0x8914, SIOCGIFHWADDR = 0x8927, SIOCGIFINDEX = 0x8933, UP = 1 };

struct request { /* struct ifreq */
	char name[16];
	union {
		u16 flags;
		int index;
		u8 address[24];
	} is;
};

struct wire { /* struct sockaddr_ll */
	u16 family, protocol;
	int index;
	u16 hardware;
	u8 type, length, address[8];
};

/* Opens the first card; leaves its address in `own`. Returns a socket, or the negative error. */
static long open_card(u8 *own)
{
	struct request card = {.name = "eth0"};
	long wire = CALL(socket, PACKET, RAW, KIND, 0);
	long failed = CALL(ioctl, wire, SIOCGIFHWADDR, &card, 0);

	for (int i = 0; i < 6; i++)
		own[i] = card.is.address[2 + i];
	failed |= CALL(ioctl, wire, SIOCGIFFLAGS, &card, 0);
	card.is.flags |= UP;
	failed |= CALL(ioctl, wire, SIOCSIFFLAGS, &card, 0);
	failed |= CALL(ioctl, wire, SIOCGIFINDEX, &card, 0);
	struct wire address = {.family = PACKET, .protocol = KIND, .index = card.is.index};
	failed |= CALL(bind, wire, &address, sizeof address, 0);
	return failed ? failed : wire;
}

/* Whether the frame comes back within a fifth of a second; older ones that come late are passed over. */
static int comes_back(long wire, const u64 *sent, u64 *got)
{
	struct {
		int file;
		short wanted, found;
	} waits = {(int)wire, POLLIN, 0};

	while (CALL(poll, &waits, 1, 200, 0) == 1) {
		int same = CALL(read, wire, got, FRAME, 0) == FRAME;

		for (int i = 0; i < FRAME / 8; i++)
			same &= got[i] == sent[i];
		if (same)
			return 1;
	}
	return 0;
}

static void tend_net(u64 seed)
{
	static u64 sent[FRAME / 8], got[FRAME / 8];
	u8 *head = (u8 *)sent;
	load_modules("net");
	long wire = open_card(head);

	if (wire < 0)
		give_up(NET, "e net ", wire);
	for (int i = 0; i < 6; i++)
		head[6 + i] = head[i];
	head[12] = KIND & 255;
	head[13] = KIND >> 8;
	for (u64 number = 1;; number++) {
		int back = 0;

		for (int i = 2; i < FRAME / 8; i++)
			sent[i] = mix(number * 64 + (u64)i + seed);
		/* A wire may lose frames while the machine is handed over; one that stays silent is broken. */
		for (int tries = 0; tries < 5 && !back; tries++) {
			CALL(write, wire, sent, FRAME, 0);
			back = comes_back(wire, sent, got);
		}
		if (!back)
			hand_over(NET, "n bad ", number);
		else if (number % 8 == 0)
			hand_over(NET, "n ok ", number);
		sleep_until(now() + 10000000);
	}
}

/* --- Process 1 -------------------------------------------------------------------------------------------------- */

/* Whether this is the new process that the call makes, and not process 1. */
static int is_worker(void)
{
	return CALL(fork, 0, 0, 0, 0) == 0;
}

static void beat(u64 period)
{
	char line[32];
	u64 start = now();
	int first = 1;

	CALL(sched_setscheduler, 0, 1 /* SCHED_FIFO */, &first, 0);
	for (u64 number = 1;; number++) {
		sleep_until(start + number * period);
		/* A beat that is late by a step or more has been missed: its number is left out. */
		u64 place = (now() - start) / period;
		if (place > number)
			number = place;
		*add_text(add_number(add_text(line, "b "), number), "\n") = 0;
		say(line);
		print_letters();
	}
}

__attribute__((used, noreturn)) static void begin(void)
{
	CALL(mkdir, "/proc", 0755, 0, 0);
	CALL(mkdir, "/dev", 0755, 0, 0);
	call(SYS_mount, (long)"proc", (long)"/proc", (long)"proc", 0, 0, 0);
	call(SYS_mount, (long)"dev", (long)"/dev", (long)"devtmpfs", 0, 0, 0);
	CALL(read, CALL(open, "/proc/cmdline", 0, 0, 0), command_line, sizeof command_line - 1, 0);
	CALL(iopl, 3, 0, 0, 0);
	say("ready\n");

	u64 seed = option("claimbase.seed=", 1);
	u64 pages = option("claimbase.fill_mib=", 0) * 256;
	u64 pace = option("claimbase.dirty_mib_s=", 0);
	int check = option("claimbase.check=", 0) != 0;
	u64 *area = pages ? map(pages * PAGE, 1) : 0;

	letters = map(PAGE, 1);
	if (pages && !area)
		say("e memory\n");
	for (u64 page = 0; area && page < pages; page++)
		write_page(area + page * WORDS, page, seed, 0);
	say("filled\n");
	if (area && (pace || check) && is_worker())
		tend_memory(area, pages, seed, pace, check);
	if (option("claimbase.disk=", 0) && is_worker())
		tend_disk(seed);
	if (option("claimbase.net=", 0) && is_worker())
		tend_net(seed);
	beat(option("claimbase.beat_us=", 2000) * 1000);
	__builtin_unreachable();
}

/* The stack of a new process is aligned, that of a called function is off by the return address. */
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tcall begin\n");
