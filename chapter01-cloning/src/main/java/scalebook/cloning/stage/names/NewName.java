package scalebook.cloning.stage.names;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.cloning.dns.CachingResolver;
import scalebook.cloning.dns.CachingResolver.Keeping;

/**
 * A client asks for a name that nobody has made yet, once a second.
 *
 * @param queries that went to the server until the name was found
 * @param late seconds for which the client did not see the name that was there; -1: for ever
 */
public record NewName(long queries, long late) {
  private static final int MADE_AT = 25;
  private static final int SECONDS = 60;

  /** {@code make}: puts the name into the zone. */
  public static NewName lookup(Asking asking, String name, boolean keepsNo, Runnable make)
      throws IOException {
    AtomicLong now = new AtomicLong();
    CachingResolver resolver =
        new CachingResolver(asking::addresses, Keeping.BY_TTL, keepsNo, now::get);
    for (; now.get() < SECONDS; now.incrementAndGet()) {
      if (now.get() == MADE_AT) {
        make.run();
      }
      if (!resolver.lookup(name).isEmpty()) {
        return new NewName(resolver.queries(), now.get() - MADE_AT);
      }
    }
    return new NewName(resolver.queries(), -1);
  }

  /** It asked once in each TTL, and saw the name at the end of the last one. */
  public boolean rememberedFor(int ttl) {
    return queries <= MADE_AT / ttl + 2 && late >= 0 && late <= ttl;
  }
}
