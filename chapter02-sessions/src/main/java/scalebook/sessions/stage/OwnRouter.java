package scalebook.sessions.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.lab.Own;
import scalebook.sessions.affinity.Cookies;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.store.Ids;

/** Sticky by what a reader wrote for exercise StickyRouter; it is asked by one thread at a time. */
public record OwnRouter(Answer answer) implements Policy {
  private static final int KEY_BYTES = 32;

  /** Where to, and the cookie to set. */
  public record Route(String server, Optional<String> cookie) {}

  /** What the exercise asks for. */
  public interface Answer {
    Route route(Optional<String> cookie, List<String> alive);
  }

  /** The reader's, or ours. */
  public static Policy or(Own own, Policy ours) {
    return own.made("StickyRouter", Answer.class, Ids.random(KEY_BYTES))
        .<Policy>map(OwnRouter::new)
        .orElse(ours);
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    return candidates[0]; // without a request there is no cookie to see
  }

  @Override
  public synchronized Backend pick(Backend[] candidates, Request request) {
    Optional<String> cookie =
        Cookies.values(request.header("Cookie"), StickyCookie.NAME).findFirst();
    Route route = answer.route(cookie, Stream.of(candidates).map(Backend::name).toList());
    route
        .cookie()
        .ifPresent(
            value -> request.mark("Set-Cookie", Cookies.toSet(StickyCookie.NAME, value, false)));
    return Arrays.stream(candidates)
        .filter(one -> one.name().equals(route.server()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public boolean keepsClients() {
    return true;
  }
}
