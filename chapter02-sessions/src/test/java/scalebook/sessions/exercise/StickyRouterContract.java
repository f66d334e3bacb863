package scalebook.sessions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.sessions.exercise.StickyRouter.Route;

abstract class StickyRouterContract extends Contract {
  interface Answer {
    Route route(Optional<String> cookie, List<String> alive);
  }

  private static final byte[] KEY = "a key of thirty-two random bytes".getBytes();
  private static final byte[] OTHER = "another key, just as long as one".getBytes();
  private static final List<String> FOUR =
      List.of("10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.3:8080", "10.0.0.4:8080");

  Answer answer(byte[] key) {
    return answer(Answer.class, StickyRouter.class, key);
  }

  private static String cookie(Route route) {
    return route
        .cookie()
        .orElseThrow(() -> new AssertionError("a browser without a cookie must be given one"));
  }

  @Test
  @Order(1)
  void theCookieLeadsBack() {
    Answer router = answer(KEY);
    for (int i = 0; i < 20; i++) {
      Route first = router.route(Optional.empty(), FOUR);
      for (int visit = 0; visit < 5; visit++) {
        assertThat(router.route(Optional.of(cookie(first)), FOUR).server())
            .as("visit %d with the cookie of the first", visit)
            .isEqualTo(first.server());
      }
    }
  }

  @Test
  @Order(2)
  void aCookieLeadsBackWhileOtherServersComeAndGo() {
    Answer router = answer(KEY);
    for (int i = 0; i < 8; i++) {
      Route first = router.route(Optional.empty(), FOUR);
      List<String> others =
          FOUR.stream()
              .filter(s -> s.equals(first.server()) || s.compareTo(first.server()) > 0)
              .toList();
      assertThat(router.route(Optional.of(cookie(first)), others).server())
          .as(
              "the same server, though others are gone: a place in the list is no name of a"
                  + " server")
          .isEqualTo(first.server());
    }
  }

  @Test
  @Order(3)
  void aDeadServersCookieMeansAFreshChoiceAndAFreshCookie() {
    Answer router = answer(KEY);
    Route first = router.route(Optional.empty(), FOUR);
    List<String> rest = FOUR.stream().filter(server -> !server.equals(first.server())).toList();
    Route next = router.route(Optional.of(cookie(first)), rest);
    assertThat(next.server()).as("one of those that live").isIn(rest);
    assertThat(router.route(Optional.of(cookie(next)), rest).server())
        .as("where the fresh cookie leads")
        .isEqualTo(next.server());
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      served.merge(router.route(Optional.of(cookie(first)), rest).server(), 1, Integer::sum);
    }
    assertThat(served.values())
        .as("300 browsers of the dead server, over the three that live: %s", served)
        .hasSize(3)
        .allMatch(count -> count > 50);
  }

  @Test
  @Order(4)
  void aForgedCookieChoosesNoServer() {
    Answer router = answer(KEY);
    Answer foreign = answer(OTHER);
    for (String target : FOUR) {
      String encoded =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(target.getBytes(StandardCharsets.UTF_8));
      String forged = cookie(foreign.route(Optional.empty(), List.of(target)));
      for (String guess : List.of(target, encoded, "0", "3", "", "x".repeat(500), forged)) {
        Route route = router.route(Optional.of(guess), FOUR);
        assertThat(route.server()).as("where '%s' leads", guess).isIn(FOUR);
        assertThat(route.cookie())
            .as("'%s' is none of our cookies: it must be replaced, not obeyed", guess)
            .isPresent();
      }
      altered(router, cookie(router.route(Optional.empty(), List.of(target))));
    }
  }

  private static void altered(Answer router, String cookie) {
    assertThat(cookie.length())
        .as("letters of the cookie %s: 128 bits take 22, and fewer can be guessed", cookie)
        .isGreaterThanOrEqualTo(22);
    String all = cookie.substring(0, cookie.length() - 1);
    Set<String> others = new HashSet<>(Set.of(all, cookie + "A", cookie + ".x", "A" + cookie));
    others.addAll(List.of(cookie.toUpperCase(Locale.ROOT), cookie.toLowerCase(Locale.ROOT)));
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        .chars()
        .forEach(last -> others.add(all + (char) last));
    others.remove(cookie);
    for (String other : others) {
      assertThat(router.route(Optional.of(other), FOUR).cookie())
          .as("%s is not what we set, %s", other, cookie)
          .isPresent();
    }
  }

  @Test
  @Order(5)
  void theCookieShowsNoServer() {
    Route route = answer(KEY).route(Optional.empty(), List.of("10.0.0.1:8080"));
    String cookie = cookie(route);
    StringBuilder readable = new StringBuilder(cookie);
    for (String part : cookie.split("[^A-Za-z0-9_=-]")) {
      try {
        byte[] decoded = Base64.getUrlDecoder().decode(part);
        readable.append(' ').append(new String(decoded, StandardCharsets.ISO_8859_1));
      } catch (IllegalArgumentException noBase64) {
        // Then there is nothing to read in it.
      }
    }
    readable.append(' ').append(new StringBuilder(readable).reverse());
    assertThat(readable.toString())
        .as("what everybody can read in the cookie")
        .doesNotContain("10.0.0.1")
        .doesNotContain("8080");
  }

  @Test
  @Order(6)
  void newcomersAreSpread() {
    Answer router = answer(KEY);
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      served.merge(router.route(Optional.empty(), FOUR).server(), 1, Integer::sum);
    }
    assertThat(served.values())
        .as("400 newcomers over four servers, more or less evenly: %s", served)
        .hasSize(4)
        .allMatch(count -> count > 50);
    served.clear();
    for (int i = 0; i < 400; i++) {
      List<String> alive = FOUR.subList(0, 3 + i % 2);
      served.merge(router.route(Optional.empty(), alive).server(), 1, Integer::sum);
    }
    assertThat(FOUR.subList(0, 3))
        .as("400 newcomers over three servers, while the fourth comes and goes: %s", served)
        .allMatch(server -> served.getOrDefault(server, 0) > 50);
  }

  @Test
  @Order(7)
  void anotherBalancerWithTheKeyUnderstandsTheCookie() {
    Answer router = answer(KEY);
    for (int i = 0; i < 8; i++) {
      Route first = router.route(Optional.empty(), FOUR);
      assertThat(answer(KEY).route(Optional.of(cookie(first)), FOUR).server())
          .as("the balancer was started again, or there are two: what they know must be in the key")
          .isEqualTo(first.server());
    }
  }

  @Test
  @Order(8)
  void aRightCookieIsNotSetAgain() {
    Answer router = answer(KEY);
    Route first = router.route(Optional.empty(), FOUR);
    assertThat(router.route(Optional.of(cookie(first)), FOUR).cookie())
        .as("the cookie to set, for a browser whose cookie is right")
        .isEmpty();
  }

  @Test
  @Order(9)
  void serversThatComeLaterAreServersToo() {
    Answer router = answer(KEY);
    for (int servers = 1; servers <= 4; servers++) {
      router.route(Optional.empty(), FOUR.subList(0, servers));
      List<String> last = FOUR.subList(servers - 1, servers);
      Route fresh = router.route(Optional.empty(), last);
      assertThat(fresh.server()).isEqualTo(last.get(0));
      for (int visit = 0; visit < 5; visit++) {
        assertThat(router.route(Optional.of(cookie(fresh)), FOUR.subList(0, servers)).server())
            .as("where the cookie of server %d leads, which came after the balancer", servers)
            .isEqualTo(last.get(0));
      }
    }
  }

  @Test
  @Order(10)
  void aReturningClientTakesNoTurnOfTheOthers() {
    Answer router = answer(KEY);
    List<String> two = FOUR.subList(0, 2);
    Optional<String> old = router.route(Optional.empty(), two).cookie();
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      served.merge(router.route(Optional.empty(), two).server(), 1, Integer::sum);
      router.route(old, two);
    }
    assertThat(served.values())
        .as("100 newcomers, each followed by somebody with a cookie: %s", served)
        .hasSize(2)
        .allMatch(count -> count > 20);
  }
}
