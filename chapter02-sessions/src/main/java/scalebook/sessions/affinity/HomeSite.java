package scalebook.sessions.affinity;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.sessions.store.SitedSessions;

/** Visitors go to the site that their session's cookie names; when it is dark, to any other. */
public final class HomeSite implements Policy {
  private final String cookie;
  private final UnaryOperator<String> siteOf;
  private final Policy among;

  /**
   * @param cookie the name of the session's cookie
   * @param siteOf where a clone of this name runs
   * @param among chooses a clone of the site
   */
  public HomeSite(String cookie, UnaryOperator<String> siteOf, Policy among) {
    this.cookie = cookie;
    this.siteOf = siteOf;
    this.among = among;
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    return among.pick(candidates, client); // without a request there is no cookie to see
  }

  @Override
  public Backend pick(Backend[] candidates, Request request) {
    String home =
        Cookies.values(request.header("Cookie"), cookie)
            .map(SitedSessions::home)
            .findFirst()
            .orElse("");
    Backend[] there =
        Arrays.stream(candidates)
            .filter(clone -> siteOf.apply(clone.name()).equals(home))
            .toArray(Backend[]::new);
    return among.pick(there.length > 0 ? there : candidates, request);
  }
}
