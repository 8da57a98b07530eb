package npm

import (
	"errors"

	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/store"
)

// Unavailable reports whether err is about the world and not about what was asked for: a registry that does not answer or
// refuses, a store that cannot be written.
func Unavailable(err error) bool {
	_, down := errors.AsType[*registry.UnavailableError](err)
	_, refused := errors.AsType[*registry.AuthError](err)
	_, offline := errors.AsType[*registry.OfflineError](err)
	_, unwritable := errors.AsType[*store.UnwritableError](err)
	_, fetching := errors.AsType[*FetchError](err)
	return down || refused || offline || unwritable || fetching
}
