package scalebook.sessions.store;

import java.util.Map;
import java.util.Optional;

/** A session that another one carries: what differs is how it is saved. */
abstract class Delegated implements Session {
  private final Session carrier;

  Delegated(Session carrier) {
    this.carrier = carrier;
  }

  @Override
  public final Optional<String> user() {
    return carrier.user();
  }

  @Override
  public final Map<String, Long> counts() {
    return carrier.counts();
  }

  @Override
  public final void add(String counter, long by) {
    carrier.add(counter, by);
  }

  @Override
  public final void login(String user) {
    carrier.login(user);
  }

  @Override
  public final void logout() {
    carrier.logout();
  }

  @Override
  public final void logoutEverywhere() {
    carrier.logoutEverywhere();
  }
}
