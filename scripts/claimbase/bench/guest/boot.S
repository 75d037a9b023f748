/*
 * A guest without an operating system: a boot sector, for hosts whose KVM cannot run Linux and for what the firmware
 * leaves in video memory. It speaks as init.c does: `ready`, `filled`, then at each tick of the clock (18.2 a second)
 * `b <number>`, and after each tenth `m ok <tens>`, or `m bad 0` when the pattern in its memory is not what it was.
 *
 * The pattern: each 16-bit word from 0x10000 to 0x20000 is its offset, plus 0x1000. It is small, for some KVM
 * run this mode of the processor instruction by instruction.
 */
	.code16
	.globl	_start
_start:
	ljmp	$0, $begin
begin:
	cli
	cld
	xor	%ax, %ax
	mov	%ax, %ds
	mov	%ax, %ss
	mov	$0x7c00, %sp
	mov	$ready, %si
	call	say

	mov	$0x1000, %bx		/* fill */
	mov	%bx, %es
	xor	%di, %di
1:	lea	(%bx, %di), %ax
	stosw
	test	%di, %di
	jnz	1b
	mov	$filled, %si
	call	say

	xor	%bp, %bp		/* the number of the beat */
beat:
	sti
	hlt
	cli
	mov	0x46c, %al		/* the firmware's count of ticks: other interrupts wake as well */
	cmp	last, %al
	je	beat
	mov	%al, last
	inc	%bp
	mov	$'b', %al
	call	put
	mov	%bp, %ax
	call	number
	mov	%bp, %ax
	xor	%dx, %dx
	mov	$10, %cx
	div	%cx
	test	%dx, %dx
	jnz	beat
	push	%ax
	call	check
	pop	%ax
	jnz	1f
	mov	$ok, %si
	call	say
	call	number
	jmp	beat
1:	mov	$bad, %si
	call	say
	jmp	beat

check:					/* zero flag set when the pattern is right */
	mov	$0x1000, %bx
	mov	%bx, %es
	xor	%di, %di
1:	lea	(%bx, %di), %ax
	scasw
	jne	2f
	test	%di, %di
	jnz	1b
2:	ret

number:					/* a space, %ax in decimal, and the end of the line */
	mov	$digits + 5, %si
	mov	$10, %cx
1:	xor	%dx, %dx
	div	%cx
	add	$'0', %dl
	dec	%si
	mov	%dl, (%si)
	test	%ax, %ax
	jnz	1b
	dec	%si
	movb	$' ', (%si)
say:					/* the text at %si, which ends with zero; keeps %ax */
	push	%ax
1:	lodsb
	test	%al, %al
	jz	2f
	call	put
	jmp	1b
2:	pop	%ax
	ret

put:					/* %al to the first serial port, when it has room */
	push	%ax
	mov	$0x3fd, %dx
1:	in	%dx, %al
	test	$0x20, %al
	jz	1b
	pop	%ax
	mov	$0x3f8, %dx
	out	%al, %dx
	ret

ready:	.asciz	"ready\n"
filled:	.asciz	"filled\n"
ok:	.asciz	"m ok"
bad:	.asciz	"m bad 0\n"
	.space	1
digits:	.space	5
	.asciz	"\n"
last:	.byte	0

	.org	510
	.word	0xaa55
