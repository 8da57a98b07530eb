//go:build !linux

package fs

import "os"

func (*info) system(os.FileInfo) {}
