#!/busybox sh
# The guest where there is no C compiler: it says that it runs, fills memory with noise, and beats. What it measures is never mixed with
# what init.c measures, for the beat of a shell is coarse.
b=/busybox
$b mount -t devtmpfs dev /dev
$b mount -t proc proc /proc
$b mount -t tmpfs -o size=100% fill /fill
exec >/dev/ttyS0
period=2000
fill=0
for word in $($b cat /proc/cmdline); do
    case $word in
        claimbase.beat_us=*) period=${word#*=} ;;
        claimbase.fill_mib=*) fill=${word#*=} ;;
    esac
done
echo ready
if [ "$fill" -gt 0 ]; then
    $b dd if=/dev/urandom of=/fill/noise bs=1M count="$fill" 2>/dev/null || echo "e memory"
fi
echo filled
n=1
while :; do
    echo "b $n"
    n=$((n + 1))
    $b usleep "$period"
done
