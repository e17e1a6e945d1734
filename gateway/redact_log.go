package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
)

// RedactingHandler masks secrets in everything that is logged before h gets
// it: known values in messages and attributes, and whole attributes whose name
// says that they are secret. Values of other types than numbers, times and
// booleans reach h as text.
func RedactingHandler(h slog.Handler, r *Redactor) slog.Handler {
	return &redactingHandler{next: h, redactor: r}
}

type redactingHandler struct {
	next     slog.Handler
	redactor *Redactor
}

func (h *redactingHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

func (h *redactingHandler) Handle(ctx context.Context, record slog.Record) error {
	clean := slog.NewRecord(record.Time, record.Level, h.redactor.URL(record.Message), record.PC)
	record.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.attr(a))
		return true
	})
	return h.next.Handle(ctx, clean)
}

func (h *redactingHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &redactingHandler{next: h.next.WithAttrs(h.attrs(attrs)), redactor: h.redactor}
}

func (h *redactingHandler) WithGroup(name string) slog.Handler {
	return &redactingHandler{next: h.next.WithGroup(h.redactor.Text(name)), redactor: h.redactor}
}

func (h *redactingHandler) attrs(attrs []slog.Attr) []slog.Attr {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		out[i] = h.attr(a)
	}
	return out
}

func (h *redactingHandler) attr(a slog.Attr) slog.Attr {
	value := a.Value.Resolve()
	key := h.redactor.Text(a.Key)
	switch value.Kind() {
	case slog.KindGroup:
		return slog.Attr{Key: key, Value: slog.GroupValue(h.attrs(value.Group())...)}
	case slog.KindString:
		return slog.String(key, h.redactor.HeaderValue(a.Key, value.String()))
	case slog.KindAny:
		return slog.String(key, h.redactor.HeaderValue(a.Key, h.text(value.Any())))
	}
	return slog.Attr{Key: key, Value: value}
}

func (h *redactingHandler) text(v any) string {
	switch v := v.(type) {
	case http.Header:
		return fmt.Sprint(h.redactor.Header(v))
	case url.Values:
		return maskParameters("?" + v.Encode())
	case []byte:
		return string(v)
	}
	return fmt.Sprintf("%+v", v)
}
