package decode

import "hash/maphash"

// Messages of one stream repeat their keys, so their strings are kept. Both limits bound what hostile messages can make us
// keep: keySlots × maxKeyLen = 16 KiB per Decoder.
const (
	keySlots  = 512
	maxKeyLen = 32
)

// keyCache holds recent keys, each in the one slot its hash selects; a new key replaces the old one there. The hash is seeded, so
// that no sender can choose keys that push each other out.
type keyCache struct {
	seed  maphash.Seed
	slots [keySlots]string
}

func newKeyCache() keyCache { return keyCache{seed: maphash.MakeSeed()} }

// get returns key as a string, which never aliases it.
func (c *keyCache) get(key []byte) string {
	if len(key) > maxKeyLen {
		return string(key)
	}
	slot := &c.slots[maphash.Bytes(c.seed, key)%keySlots]
	if *slot != string(key) {
		*slot = string(key)
	}
	return *slot
}
