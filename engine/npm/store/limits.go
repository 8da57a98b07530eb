package store

import "cmp"

// Limits is how much one package may contain. A zero field stands for its default. They are enforced on what comes out
// of the archive, whatever its headers say.
type Limits struct {
	// Bytes is how large it may be in all, headers and padding of the archive included; default 2 GiB.
	Bytes int64
	// FileBytes is how large one file may be; default 512 MiB.
	FileBytes int64
	// Files is how many files and folders it may have; default 200,000.
	Files int
	// Ratio is how much larger than its compressed form it may be, past the first 16 MiB; default 200. Code compresses
	// four- to tenfold, and gzip can do 1,032.
	Ratio int64
}

// ratioFrom is where Limits.Ratio begins to count: so much is unpacked in a tenth of a second and harms nobody.
const ratioFrom = 16 << 20

func (l Limits) orDefault() Limits {
	return Limits{
		Bytes:     cmp.Or(l.Bytes, 2<<30),
		FileBytes: cmp.Or(l.FileBytes, 512<<20),
		Files:     cmp.Or(l.Files, 200_000),
		Ratio:     cmp.Or(l.Ratio, 200),
	}
}
