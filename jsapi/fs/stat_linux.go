package fs

import (
	"os"
	"syscall"
	"time"
)

// system fills in what only the system's own structure has.
func (s *info) system(i os.FileInfo) {
	t, ok := i.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	s.dev, s.nlink, s.uid, s.gid, s.rdev = float64(t.Dev), float64(t.Nlink), float64(t.Uid), float64(t.Gid), float64(t.Rdev)
	s.blksize, s.ino, s.blocks = float64(t.Blksize), float64(t.Ino), float64(t.Blocks)
	s.atime, s.ctime = time.Unix(t.Atim.Unix()), time.Unix(t.Ctim.Unix())
	s.birthtime = s.ctime
}
