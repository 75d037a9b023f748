"""What can be wrong with what the collector is given, documented like every other problem."""

from .codes import Code

COLLECTOR_CODES = (
    Code("H101", "file that cannot be read", "Nothing can be said of a VM whose definition cannot be read.",
         "claimbase profile --libvirt-xml guest", "claimbase profile --libvirt-xml guest.xml",
         "write it with virsh dumpxml NAME > guest.xml, or pipe it in: virsh dumpxml NAME | … --libvirt-xml -"),
    Code("H102", "file that is too large, too deep or not UTF-8", "No definition of libvirt is like that.",
         "a file of 200 megabytes, or one in UTF-16", "a file as virsh dumpxml writes it",
         "give what virsh dumpxml prints, as it is"),
    Code("H103", "DOCTYPE in XML", "Entities can read files and fill the memory; libvirt writes none.",
         "<!DOCTYPE domain [<!ENTITY …>]>", "<domain type='kvm'>",
         "take the DOCTYPE out, or write the file anew with virsh dumpxml"),
    Code("H104", "file that is not XML", "It is cut off or was changed by hand.",
         "<domain><devices></domain>", "<domain><devices/></domain>", "write the file anew with virsh dumpxml"),
    Code("H105", "XML that defines no QEMU domain of libvirt", "Networks and other hypervisors tell nothing of QEMU.",
         "<network>", "<domain type='kvm'>", "give what virsh dumpxml prints for a QEMU guest"),
    Code("H201", "QMP socket that cannot be reached", "Nothing can be asked of the VM.",
         "claimbase profile --qmp localhost:4444", "claimbase profile --qmp /run/guest.qmp",
         "name the UNIX socket that QEMU was given with -qmp, as a user who may open it"),
    Code("H202", "QMP socket that does not answer", "A QMP socket serves one client at a time.",
         "claimbase profile --qmp /var/lib/libvirt/qemu/domain-1-guest/monitor.sock",
         "virsh dumpxml guest | claimbase profile --libvirt-xml -",
         "see who else is connected to it; read a guest of libvirt with --libvirt-xml, or give QEMU a second -qmp"),
    Code("H203", "peer that does not speak QMP", "What it says cannot be trusted to come from QEMU.",
         "claimbase profile --qmp /run/guest-agent.sock", "claimbase profile --qmp /run/guest.qmp",
         "name the UNIX socket that QEMU was given with -qmp"),
    Code("H204", "QEMU that ends or falls silent while it is asked", "What it had not told by then is not known.",
         "the guest is shut down meanwhile", "the guest runs on", "see that the guest still runs, and ask again"),
)  # fmt: skip
"""One code for each thing that keeps a VM from being read."""
