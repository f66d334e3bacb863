package scalebook.sessions.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scalebook.book.testing.Playing;
import scalebook.engines.http.HttpCaller;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.store.SitedSessions;

/** Each strategy's site, visited as with curl and a cookie jar while a worker is killed. */
@Timeout(60)
class PlaygroundTest {
  @ParameterizedTest
  @EnumSource
  void aVisitorIsServedWhileWorkersAreKilled(Strategy strategy) throws Exception {
    boolean oneWorkerKnowsThem = strategy.store() == Store.MEMORY;
    try (Playing playing = Playing.start(2, "--strategy", strategy.toString(), "--workers", "2");
        HttpCaller connection = new HttpCaller(playing.port(), 10_000)) {
      Browser browser = new Browser("", "192.0.2.1");
      assertThat(browser.post(connection, "/login", "user=ada").user()).contains("ada");
      assertThat(browser.post(connection, "/cart", "item=pen").cart())
          .as("the cart: a stranger's in memory behind round robin, ada's otherwise")
          .isEqualTo("1 pen");
      for (String worker : new String[] {"1", "2"}) {
        playing.type("kill " + worker, "killed");
        playing.awaitLine("serves on port");
      }
      Browser.Page after = browser.get(connection, "/");
      assertThat(after.status()).isEqualTo(200);
      assertThat(after.user().isPresent())
          .as("whether ada is still known after both workers died, %s", strategy)
          .isEqualTo(!oneWorkerKnowsThem);
      Browser.Page left = browser.post(connection, "/logout", "");
      assertThat(left.status()).isEqualTo(200);
      assertThat(left.user()).as("who is shown after the log-out").isEmpty();
      assertThat(browser.get(connection, "/").user()).isEmpty();
      if (EnumSet.of(Strategy.SHARED, Strategy.CLIENT_SIDE, Strategy.HYBRID).contains(strategy)) {
        playing.type("kill store", "the store is dead");
        assertThat(browser.post(connection, "/login", "user=ada").status())
            .as("a log-in without the store: only a cookie can do it, and nothing to revoke")
            .isEqualTo(strategy == Strategy.CLIENT_SIDE ? 200 : 503);
        playing.type("start store", "the store is back");
        browser.forget(Site.COOKIE); // a copy of what the store has lost: a save would be refused
        assertThat(browser.post(connection, "/login", "user=ada").status()).isEqualTo(200);
        assertThat(browser.get(connection, "/").user()).contains("ada");
      }
      assertThat(playing.quit()).isZero();
    }
  }

  @Test
  void aDarkSitesUsersAreKnownAtTheOtherOne() throws Exception {
    try (Playing playing = Playing.start(2, "--strategy", "two-datacentres", "--workers", "2");
        HttpCaller connection = new HttpCaller(playing.port(), 10_000)) {
      Browser[] users = {new Browser("", "192.0.2.1"), new Browser("", "192.0.2.2")};
      Set<String> homes = new TreeSet<>();
      for (Browser user : users) { // in turns: one at each site
        user.post(connection, "/login", "user=ada");
        homes.add(SitedSessions.home(user.cookie(Site.COOKIE).orElseThrow()));
      }
      assertThat(homes).containsExactly("a", "b");
      playing.type("site kill", "the site is dark");
      playing.awaitLine("serves on port");
      for (Browser user : users) {
        await().until(() -> user.get(connection, "/account").user().isPresent());
      }
      assertThat(playing.quit()).isZero();
    }
  }
}
