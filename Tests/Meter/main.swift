import Glibc

// Meter FILE COMMAND ARGUMENT… runs a command and writes its peak memory in bytes to the file.
// A process's peak includes what its parent held when it forked: the test process holds a lot, and
// this one almost nothing.

let arguments = CommandLine.arguments
guard arguments.count > 2 else { exit(64) }

// A command that allocates without end must not use up the machine's memory.
var limit = rlimit(rlim_cur: 3 << 30, rlim_max: 3 << 30)
setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)

var words: [UnsafeMutablePointer<CChar>?] = arguments.dropFirst(2).map { strdup($0) }
words.append(nil)
var child = pid_t()
guard posix_spawn(&child, arguments[2], nil, nil, words, environ) == 0 else { exit(126) }

var status: Int32 = 0
var cost = rusage()
while wait4(child, &status, 0, &cost) < 0 && errno == EINTR {}
guard let file = fopen(arguments[1], "w") else { exit(74) }
fputs("\(cost.ru_maxrss * 1024)\n", file)
fclose(file)
let signal = status & 0x7F
exit(signal == 0 ? status >> 8 & 0xFF : 128 + signal)
