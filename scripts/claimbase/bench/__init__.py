"""The harness: drives real QEMU binaries, keeps every raw sample, and always stops what it started."""
