package scalebook.sessions.store;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import scalebook.engines.json.Json;

/**
 * In the cookie itself, sealed: no clone keeps anything, any clone serves.
 *
 * <p>The price: at most 4 KB, sent both ways with every request; of two tabs at once the later
 * cookie wins; and logging out needs a list of what counts no more.
 */
public final class ClientSideSessions implements Sessions {
  /** What a browser keeps of a cookie at the least: name, value and attributes together. */
  private static final int MOST_BYTES = 4_096;

  private static final int FOR_NAME_AND_ATTRIBUTES = 128;

  private final SealedBox box;
  private final Revocations revocations;
  private final long ttlMillis;
  private final LongSupplier clockMillis;

  public ClientSideSessions(
      KeyRing ring, Revocations revocations, long ttlMillis, LongSupplier clockMillis) {
    this(new SealedBox(ring), revocations, ttlMillis, clockMillis);
  }

  public ClientSideSessions(
      SealedBox box, Revocations revocations, long ttlMillis, LongSupplier clockMillis) {
    this.box = box;
    this.revocations = revocations;
    this.ttlMillis = ttlMillis;
    this.clockMillis = clockMillis;
  }

  /** All that the cookie says; {@code expires} is sealed with the rest, so nobody can move it. */
  private record Content(
      long expires, long since, String id, String name, Map<String, Long> counts) {

    byte[] bytes() {
      return Json.text(this).getBytes(StandardCharsets.UTF_8);
    }

    static Content of(byte[] bytes) {
      return Json.read(new String(bytes, StandardCharsets.UTF_8), Content.class);
    }

    /** Whose it is, when somebody is logged in. */
    Optional<String> user() {
      return Optional.of(name).filter(text -> !text.isEmpty());
    }
  }

  @Override
  public Session open(Optional<String> cookie) {
    return cookie
        .flatMap(box::open)
        .map(Content::of)
        .filter(content -> content.expires > clockMillis.getAsLong())
        .filter(content -> !revoked(content))
        .map(content -> new Open(content, false))
        .orElseGet(() -> new Open(fresh(Optional.empty(), Map.of()), true));
  }

  /** Nobody needs to revoke a visitor who is not logged in: that saves the question. */
  private boolean revoked(Content content) {
    return content
        .user()
        .filter(user -> revocations.revoked(content.id, user, content.since))
        .isPresent();
  }

  private Content fresh(Optional<String> user, Map<String, Long> counts) {
    long now = clockMillis.getAsLong();
    return new Content(now + ttlMillis, now, Ids.next(), user.orElse(""), counts);
  }

  private final class Open extends Draft {
    private final Content content;
    private final boolean isNew;

    private Open(Content content, boolean isNew) {
      super(content.user(), content.counts);
      this.content = content;
      this.isNew = isNew;
    }

    @Override
    public Optional<String> save() {
      long now = clockMillis.getAsLong();
      return switch (wish()) {
        case LOG_OUT -> {
          content.user().ifPresent(user -> revocations.revoke(content.id));
          yield ended();
        }
        case LOG_OUT_EVERYWHERE -> {
          content.user().ifPresent(user -> revocations.revokeAll(user, now));
          yield ended();
        }
        case LOG_IN -> {
          // The name before the log-in may be known to others, and must not name what comes after.
          content.user().ifPresent(user -> revocations.revoke(content.id));
          yield Optional.of(sealed(fresh(user(), counts())));
        }
        case KEEP -> {
          boolean halfGone = content.expires - now < ttlMillis / 2;
          if (!isNew && added().isEmpty() && !halfGone) {
            yield Optional.empty();
          }
          yield Optional.of(
              sealed(
                  new Content(now + ttlMillis, content.since, content.id, content.name, counts())));
        }
      };
    }

    private String sealed(Content to) {
      String text = box.seal(to.bytes());
      int bytes = text.length() + FOR_NAME_AND_ATTRIBUTES;
      if (bytes > MOST_BYTES) {
        throw new TooLarge(
            "the session needs a cookie of %d bytes, and browsers keep %d: keep less in it"
                .formatted(bytes, MOST_BYTES));
      }
      return text;
    }
  }
}
