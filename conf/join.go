package conf

// Join checks what the two configs say together, and fills in what of the source depends on the receiver. The error is
// *Problems of the source's file.
func Join(r *Receiver, s *Source) error {
	if s.Kafka == nil {
		return nil
	}
	if err := s.Kafka.CheckWith(s.File, r); err != nil {
		return err
	}
	s.Kafka.RebalanceTimeout = s.Kafka.RebalanceFor(r)
	return nil
}
