package jsonview

// stack keeps, for each open container, the context it stands in and its element number there.
// Its depth is kept by the user.
type stack struct {
	near []uint64 // stackEntry of the levels below nearLevels
	far  []uint64 // of the others one bit: in an array or in an object; the top is not that deep
}

// nearLevels is how many levels keep their element numbers.
const nearLevels = 1 << 20

func stackEntry(ord uint32, context uint8) uint64 { return uint64(ord)<<8 | uint64(context) }

// push keeps an entry for level depth.
func (s *stack) push(depth int, entry uint64) {
	if depth < len(s.near) {
		s.near[depth] = entry
		return
	}
	s.grow(depth, entry)
}

// grow is push where near has no room yet.
func (s *stack) grow(depth int, entry uint64) {
	if depth < nearLevels {
		s.near = append(s.near, entry)
		s.near = s.near[:min(cap(s.near), nearLevels)]
		return
	}
	i := depth - nearLevels
	if i/64 == len(s.far) {
		s.far = append(s.far, 0)
	}
	if bit := uint64(1) << (i % 64); (s.far[i/64]&bit != 0) != (uint8(entry) == inObject) {
		s.far[i/64] ^= bit
	}
}

// pop is the entry of level depth, its element number 0 for a level that keeps none.
func (s *stack) pop(depth int) (ord uint32, context uint8) {
	if depth < len(s.near) {
		e := s.near[depth]
		return uint32(e >> 8), uint8(e)
	}
	i := depth - nearLevels
	return 0, inArray + uint8(s.far[i/64]>>(i%64)&1)
}
