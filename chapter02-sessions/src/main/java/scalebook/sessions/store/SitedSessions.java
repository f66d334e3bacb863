package scalebook.sessions.store;

import java.util.Map;
import java.util.Optional;

/**
 * A store at each site, and a copy of the other's: the cookie begins with the session's home.
 *
 * <p>A session lives at one site only. The other site's copy is there for the day on which that
 * site goes dark.
 */
public final class SitedSessions implements Sessions {
  private final String here;
  private final Map<String, Sessions> stores;

  /** {@code stores} by the name of the site whose sessions they hold; new ones begin here. */
  public SitedSessions(String here, Map<String, Sessions> stores) {
    this.here = here;
    this.stores = stores;
  }

  /** The home that a cookie tells; empty text when it tells none. */
  public static String home(String cookie) {
    int dot = cookie.indexOf('.');
    return dot < 0 ? "" : cookie.substring(0, dot);
  }

  @Override
  public Session open(Optional<String> cookie) {
    String told = cookie.map(SitedSessions::home).orElse("");
    if (!stores.containsKey(told)) {
      return new Open(here, stores.get(here).open(Optional.empty()));
    }
    String inner = cookie.get().substring(told.length() + 1);
    return new Open(told, stores.get(told).open(Optional.of(inner)));
  }

  @Override
  public void close() {
    stores.values().forEach(Sessions::close);
  }

  private static final class Open extends Delegated {
    private final String home;
    private final Session inStore;

    private Open(String home, Session inStore) {
      super(inStore);
      this.home = home;
      this.inStore = inStore;
    }

    /** An empty cookie, which ends a session, stays empty. */
    @Override
    public Optional<String> save() throws Ended {
      return inStore.save().map(inner -> inner.isEmpty() ? inner : home + "." + inner);
    }
  }
}
