package tree

// set is a set that keeps the order in which its members came: what is decided by walking one must not depend on chance.
// Members may be added while All is walked; they are walked too.
type set[T comparable] struct {
	list []T
	at   map[T]int // index in list; what was removed leaves a hole
	gone map[int]bool
}

func newSet[T comparable](members ...T) *set[T] {
	s := &set[T]{at: map[T]int{}}
	for _, m := range members {
		s.add(m)
	}
	return s
}

func (s *set[T]) add(m T) {
	if _, ok := s.at[m]; !ok {
		s.at[m] = len(s.list)
		s.list = append(s.list, m)
	}
}

func (s *set[T]) has(m T) bool {
	_, ok := s.at[m]
	return ok
}

func (s *set[T]) remove(m T) {
	i, ok := s.at[m]
	if !ok {
		return
	}
	delete(s.at, m)
	if s.gone == nil {
		s.gone = map[int]bool{}
	}
	s.gone[i] = true
}

func (s *set[T]) len() int { return len(s.at) }

func (s *set[T]) all(yield func(T) bool) {
	for i := 0; i < len(s.list); i++ { //nolint:intrange // list may grow meanwhile
		if !s.gone[i] && !yield(s.list[i]) {
			return
		}
	}
}

// members is what is in the set now.
func (s *set[T]) members() []T {
	list := make([]T, 0, len(s.at))
	for m := range s.all {
		list = append(list, m)
	}
	return list
}
