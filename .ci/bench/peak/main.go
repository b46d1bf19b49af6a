// Command peak runs the program that its arguments name, prints its peak of
// memory in KiB and ends with its status. Linux counts what the process that
// starts a program has in memory as the program's, so that a large one, such as
// the harness, cannot see the peak of a small one.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	if err := cmd.Run(); cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(127)
	}
	fmt.Println(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	os.Exit(cmd.ProcessState.ExitCode())
}
