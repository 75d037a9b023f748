"""Ordinary command lines of the x86 emulator, from the manual, from tutorials and from what libvirt writes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommandLine:
    """One command line."""

    id: str
    """Identifier, the value of the parameter; never given to another line."""
    options: str
    """The options; `{disk}`, `{iso}`, `{floppy}`, `{folder}` and `{port}` stand for what the run makes."""
    use: str
    """What ordinary use it stands for."""
    needs: str = ""
    """A pattern for messages by which the host or the build, not the version, is why it does not start."""


_KVM = r"KVM|/dev/kvm"
_SLIRP = r"'user' is not|network backend 'user'|slirp"
_DRIVE = "-drive file={disk},if=none,id=d0,format=raw"
_LATE = "-chardev socket,id=c0,path={folder}/none.sock"

COMMAND_LINES = (
    # Disks
    CommandLine("disk-alone", "{disk}", "the shortest line of the manual"),
    CommandLine("hda-memory", "-m 512 -hda {disk}", "first steps in most tutorials"),
    CommandLine("cdrom-install", "-m 1024 -boot d -cdrom {iso} -hda {disk}", "installing a system from an image"),
    CommandLine("floppy", "-fda {floppy} -boot a", "an old system on a floppy disk"),
    CommandLine("drive-if-virtio", "-drive file={disk},if=virtio,format=raw", "a paravirtual disk, short form"),
    CommandLine(
        "drive-cache-none",
        f"{_DRIVE},cache=none,aio=native -device virtio-blk-pci,drive=d0",
        "a disk without the host's cache, as servers use it",
        needs=r"O_DIRECT|native AIO|aio=native",
    ),
    CommandLine(
        "drive-io-uring",
        f"{_DRIVE},aio=io_uring -device virtio-blk-pci,drive=d0",
        "a disk over io_uring",
        needs=r"io_uring|aio",
    ),
    CommandLine(
        "blockdev-virtio",
        "-blockdev driver=file,filename={disk},node-name=f0,auto-read-only=on,discard=unmap"
        " -blockdev node-name=n0,read-only=off,driver=raw,file=f0"
        " -device virtio-blk-pci,bus=pci.0,drive=n0,bootindex=1",
        "a disk as libvirt writes it",
    ),
    CommandLine("virtio-blk-scsi-off", f"{_DRIVE} -device virtio-blk-pci,scsi=off,drive=d0", "older libvirt's disk"),
    CommandLine(
        "virtio-scsi", f"{_DRIVE} -device virtio-scsi-pci,id=s0 -device scsi-hd,drive=d0,bus=s0.0", "a SCSI disk"
    ),
    CommandLine("nvme", f"{_DRIVE} -device nvme,serial=1,drive=d0", "an NVMe disk"),
    # Accelerator and processor
    CommandLine("enable-kvm", "-enable-kvm -m 1024 -smp 2", "hardware acceleration, old spelling", needs=_KVM),
    CommandLine("machine-accel-kvm", "-machine q35,accel=kvm -cpu host", "the same, on the machine", needs=_KVM),
    CommandLine("machine-accel-list", "-machine pc,accel=kvm:tcg -m 512", "acceleration if it is there"),
    CommandLine("singlestep", "-singlestep", "slow emulation, to debug"),
    CommandLine("cpu-haswell", "-accel tcg -cpu Haswell", "a named processor under emulation"),
    CommandLine("cpu-host-emulated", "-accel tcg -cpu host", "a mistake: the host's processor under emulation"),
    CommandLine("smp-topology", "-smp 4,sockets=1,cores=2,threads=2", "a processor topology"),
    CommandLine("smp-zero", "-smp 1,sockets=0", "a topology with a zero, as old scripts wrote it"),
    # Network
    CommandLine("net-nic-user", "-net nic -net user", "a network card, oldest spelling", needs=_SLIRP),
    CommandLine(
        "net-hostfwd",
        "-net nic,model=virtio -net user,hostfwd=tcp:127.0.0.1:{port}-:22",
        "a port of the host for the guest's ssh",
        needs=_SLIRP,
    ),
    CommandLine("nic-user", "-nic user,model=virtio-net-pci", "a network card, newest spelling", needs=_SLIRP),
    CommandLine("netdev-e1000", "-netdev user,id=n0 -device e1000,netdev=n0", "a network card of Intel", needs=_SLIRP),
    CommandLine("chardev-reconnect", f"{_LATE},reconnect=1 -device isa-serial,chardev=c0", "a socket that comes back"),
    CommandLine(
        "chardev-reconnect-ms", f"{_LATE},reconnect-ms=1000 -device isa-serial,chardev=c0", "the same, newer spelling"
    ),
    CommandLine(
        "netdev-reconnect",
        "-netdev stream,id=n0,addr.type=unix,addr.path={folder}/none.sock,reconnect=1 -device virtio-net-pci,netdev=n0",
        "a network over a socket that comes back",
    ),
    # Sound, USB, display
    CommandLine("soundhw", "-soundhw hda", "sound, old spelling"),
    CommandLine("audiodev-hda", "-audiodev none,id=a0 -device intel-hda -device hda-duplex,audiodev=a0", "sound"),
    CommandLine("hda-alone", "-device intel-hda -device hda-duplex", "sound without an audio backend"),
    CommandLine("es1370", "-audiodev none,id=a0 -device ES1370,audiodev=a0", "an old sound card"),
    CommandLine("usbdevice-tablet", "-usb -usbdevice tablet", "a pointer that follows the mouse, old spelling"),
    CommandLine("usb-tablet", "-device qemu-xhci -device usb-tablet", "the same, newer spelling"),
    CommandLine("vga-cirrus", "-vga cirrus", "the graphics card of old guests"),
    CommandLine("vga-qxl", "-vga qxl", "the graphics card for SPICE", needs=r"(?i)qxl"),
    CommandLine("device-vga", "-device VGA,vgamem_mb=32", "the standard graphics card with more memory"),
    CommandLine("nographic", "-nographic", "a guest on the terminal"),
    CommandLine("vnc", "-vnc unix:{folder}/vnc.sock", "the screen over VNC", needs=r"(?i)vnc support|-vnc: invalid"),
    CommandLine(
        "spice",
        "-spice addr=127.0.0.1,port={port},disable-ticketing",
        "the screen over SPICE, as tutorials write it",
        needs=r"(?i)spice support|no option group 'spice'|spice: invalid option|spice is not",
    ),
    CommandLine("rotate", "-rotate 90", "a turned screen"),
    # Machines
    CommandLine("machine-pc-2-1", "-machine pc-i440fx-2.1", "a guest made in 2014"),
    CommandLine("machine-q35-2-12", "-machine pc-q35-2.12", "a guest made in 2018"),
    CommandLine("machine-pc-3-1", "-machine pc-i440fx-3.1", "a guest made in 2019, as Debian 10 did"),
    CommandLine("machine-pc-4-2", "-machine pc-i440fx-4.2", "a guest made in 2020, as Ubuntu 20.04 did"),
    CommandLine("machine-q35-5-1", "-machine pc-q35-5.1", "a guest made late in 2020"),
    CommandLine("machine-pc-6-2", "-machine pc-i440fx-6.2", "a guest made in 2022, as Ubuntu 22.04 did"),
    CommandLine("machine-q35-7-2", "-machine pc-q35-7.2", "a guest made under Debian 12"),
    CommandLine("machine-microvm", "-machine microvm", "a guest without legacy devices"),
    CommandLine("machine-isapc", "-machine isapc", "a PC without PCI"),
    CommandLine("no-hpet", "-no-hpet", "a guest without HPET, old spelling"),
    CommandLine("no-acpi", "-no-acpi", "a guest without ACPI, old spelling"),
    # Memory, and what surrounds the guest
    CommandLine(
        "memfd-shared",
        "-m 256 -object memory-backend-memfd,id=m0,size=256M,share=on -machine pc,memory-backend=m0",
        "memory that another process can share",
    ),
    CommandLine("mem-path", "-m 64 -mem-path {folder} -mem-prealloc", "memory from a folder, oldest spelling"),
    CommandLine("watchdog", "-watchdog i6300esb", "a watchdog, old spelling"),
    CommandLine(
        "virtfs",
        "-virtfs local,path={folder},mount_tag=host0,security_model=mapped-xattr",
        "a folder of the host in the guest",
        needs=r"(?i)virtfs|virtio-9p|fsdev|xattr",
    ),
    CommandLine("runas", "-runas nobody", "giving up root, old spelling", needs="change the user|initgroups|setgid"),
    CommandLine("chroot", "-chroot {folder}", "a folder as root, old spelling", needs="chroot failed"),
    CommandLine("sandbox", "-sandbox on", "a seccomp filter around QEMU", needs="(?i)seccomp|sandbox support"),
    CommandLine("monitor-nowait", "-monitor unix:{folder}/monitor.sock,server,nowait", "a monitor, short truth values"),
    CommandLine(
        "libvirt-frame",
        "-name guest=vm,debug-threads=on -machine pc,usb=off,dump-guest-core=off -m size=262144k"
        " -overcommit mem-lock=off"
        " -uuid 0f5a4bc8-6b1e-4b7e-9a3c-1d2e3f405162 -no-user-config -nodefaults -rtc base=utc,driftfix=slew"
        " -global PIIX4_PM.disable_s3=1 -boot menu=on,strict=on -msg timestamp=on",
        "the frame of what libvirt writes",
    ),
)
"""The command lines, in the order of the manual's chapters."""
