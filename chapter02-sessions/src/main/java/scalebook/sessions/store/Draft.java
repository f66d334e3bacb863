package scalebook.sessions.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A session as a request sees it, and what the request did to it so far. */
abstract class Draft implements Session {
  /** What the request wants of it; the last one counts. */
  enum Wish {
    KEEP,
    LOG_IN,
    LOG_OUT,
    LOG_OUT_EVERYWHERE
  }

  private Optional<String> user;
  private final Map<String, Long> counts;
  private final Map<String, Long> added = new LinkedHashMap<>();
  private Wish wish = Wish.KEEP;

  Draft(Optional<String> user, Map<String, Long> counts) {
    this.user = user;
    this.counts = new TreeMap<>(counts);
  }

  @Override
  public final Optional<String> user() {
    return user;
  }

  @Override
  public final Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  @Override
  public final void add(String counter, long by) {
    added.merge(counter, by, Long::sum);
    counts.merge(counter, by, Long::sum);
  }

  @Override
  public final void login(String name) {
    if (user.isPresent() && !user.get().equals(name)) {
      counts.clear(); // the cart of the one is not the cart of the other
    }
    user = Optional.of(name);
    wish = Wish.LOG_IN;
  }

  @Override
  public final void logout() {
    wish = Wish.LOG_OUT;
  }

  @Override
  public final void logoutEverywhere() {
    wish = Wish.LOG_OUT_EVERYWHERE;
  }

  final Wish wish() {
    return wish;
  }

  final Map<String, Long> added() {
    return added;
  }

  /** After a log-out nobody is left; the browser is to forget its cookie. */
  final Optional<String> ended() {
    become(Optional.empty(), Map.of());
    return Optional.of("");
  }

  /** After saving: what the store has now. */
  final void become(Optional<String> nowUser, Map<String, Long> nowCounts) {
    user = nowUser;
    counts.clear();
    counts.putAll(nowCounts);
  }
}
