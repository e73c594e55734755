# What gdb prints, in a program that stands at stop() or in its core file; compared with
# print.expected, where addresses are ADDRESS.
set pagination off
set width 0
print scalars
print *scalars.to
print below.register_
print arrays
print hatches[2]
print hatches[4]
print *upcast_hatch
print *upcast_plain
print upcast_hatch
print opens[3]
print below_open
print hatches[1].name
print/x arrays.inners[1]
print/r still_inner
print vector
print pool
print values
set $copy = optionals
print $copy
slots-format $copy
print no_number
set print pretty on
print still_hatch
print optionals
print arrays.inners
set print pretty off
set print elements 2
print arrays
slots-format arrays
print vector
set print elements 200
echo -- damage\n
print never
print garbage
print other
print dangling
print torn
print lost
print wild
slots-format dangling
disable pretty-printer global slotc
print still_plain
enable pretty-printer global slotc
info pretty-printer global slotc
