package conf

// places remembers where an option was found: its name to its path. Several keys may be one option, and one key may be
// accepted in several places.
type places map[string]string

// of returns where the option was found, and usual when it was not.
func (at places) of(name, usual string) string {
	if path, ok := at[name]; ok {
		return path
	}
	return usual
}

// once lets an option be given once.
func once(at places, name string, set setter) setter {
	return func(n node) {
		if first, twice := at[name]; twice {
			n.fail("is given in "+first+" already", "keep one")
			return
		}
		at[name] = n.path
		set(n)
	}
}

// agreeing lets an option be given in several places if it says the same in each.
func agreeing[T comparable](at places, name string, dst *T, read reader[T]) setter {
	return func(n node) {
		v, ok := read(n)
		if !ok {
			return
		}
		first, twice := at[name]
		if twice && v != *dst {
			n.fail("differs from "+first, "keep one")
			return
		}
		if !twice {
			at[name] = n.path
		}
		*dst = v
	}
}
