package scalebook.sessions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.sessions.exercise.SessionCache.Versioned;

abstract class SessionCacheContract extends Contract {
  private static final int MOST = 3;

  interface Answer {
    Optional<Versioned> read(String id, long seen);

    Optional<Versioned> write(String id, String text);

    void changed(String id, long version);
  }

  Answer answer(SessionCache.Store store, int most) {
    return answer(Answer.class, SessionCache.class, store, most);
  }

  /**
   * Counts what it is asked; while it answers, something else happens. It takes the spaces around a
   * text away.
   */
  private static final class Truth implements SessionCache.Store {
    private final Map<String, Versioned> sessions = new HashMap<>();
    private long version = 6;
    private int loads;
    private Runnable meanwhile = () -> {};

    private void begin(String id) {
      sessions.put(id, new Versioned("nothing", ++version));
    }

    private Versioned at(String id) {
      return sessions.get(id);
    }

    @Override
    public Optional<Versioned> load(String id) {
      loads++;
      return overtaken(Optional.ofNullable(sessions.get(id)));
    }

    private Optional<Versioned> overtaken(Optional<Versioned> answer) {
      Runnable once = meanwhile;
      meanwhile = () -> {};
      once.run();
      return answer;
    }

    @Override
    public Optional<Versioned> save(String id, String text) {
      if (!sessions.containsKey(id)) {
        return Optional.empty();
      }
      sessions.put(id, new Versioned(text.strip(), ++version));
      return overtaken(Optional.of(sessions.get(id)));
    }
  }

  private final Truth store = new Truth();

  private Answer cache() {
    store.begin("s");
    return answer(store, MOST);
  }

  private static String text(Optional<Versioned> session) {
    return session.map(Versioned::text).orElse("no session");
  }

  @Test
  @Order(1)
  void theSecondReadNeedsNoStore() {
    Answer cache = cache();
    assertThat(text(cache.read("s", 0))).isEqualTo("nothing");
    assertThat(text(cache.read("s", 0))).isEqualTo("nothing");
    assertThat(text(cache.read("s", store.version))).isEqualTo("nothing");
    assertThat(store.loads).as("loads of three reads: the copy does for two of them").isEqualTo(1);
  }

  @Test
  @Order(2)
  void aWriteGoesThroughAndTheNextReadNeedsNoStore() {
    Answer cache = cache();
    Versioned written = cache.write("s", "1 book").orElseThrow();
    assertThat(store.sessions.get("s")).as("what the store has").isEqualTo(written);
    assertThat(cache.read("s", written.version())).contains(written);
    assertThat(cache.read("s", 0)).as("for a browser that has seen less").contains(written);
    assertThat(store.loads).as("loads: it knows what it has just written").isZero();
    store.save("s", "2 books"); // another clone
    Versioned next = cache.write("s", " 3 books ").orElseThrow();
    assertThat(next).as("what a write returns is what the store has").isEqualTo(store.at("s"));
    assertThat(cache.read("s", next.version())).contains(next);
  }

  @Test
  @Order(3)
  void whatTheBrowserHasSeenIsTheLeast() {
    Answer cache = cache();
    cache.read("s", 0);
    Versioned elsewhere = store.save("s", "1 book").orElseThrow();
    assertThat(text(cache.read("s", elsewhere.version())))
        .as("the browser wrote at another clone and comes back: the old copy is stale")
        .isEqualTo("1 book");
    cache.read("s", elsewhere.version());
    assertThat(store.loads).as("loads: one for each version").isEqualTo(2);
  }

  @Test
  @Order(4)
  void whatTheStoreHasToldIsTheLeastToo() {
    Answer cache = cache();
    long seen = cache.read("s", 0).orElseThrow().version();
    Versioned elsewhere = store.save("s", "1 book").orElseThrow();
    cache.changed("s", elsewhere.version());
    assertThat(text(cache.read("s", seen)))
        .as("another device wrote, and the store has told: the old copy is stale")
        .isEqualTo("1 book");
    cache.changed("s", store.save("s", "2 books").orElseThrow().version());
    cache.changed("s", elsewhere.version());
    assertThat(text(cache.read("s", seen)))
        .as("the older of two messages came last: the newer one still holds")
        .isEqualTo("2 books");
  }

  @Test
  @Order(5)
  void aMessageThatComesLateOrTwiceCostsNoLoad() {
    Answer cache = cache();
    Versioned written = cache.write("s", "1 book").orElseThrow();
    cache.changed("s", written.version());
    cache.changed("s", written.version() - 1);
    assertThat(cache.read("s", 0)).contains(written);
    assertThat(store.loads).as("loads: the copy is as new as the messages").isZero();
  }

  @Test
  @Order(6)
  void aLoadThatAWriteOvertookDoesNotBringTheOldOneBack() {
    Answer cache = cache();
    store.meanwhile = () -> cache.write("s", "1 book");
    cache.read("s", 0);
    assertThat(text(cache.read("s", 0)))
        .as("a load began, a write came and ended, then the load ended with the older session")
        .isEqualTo("1 book");
    store.meanwhile = () -> cache.write("s", "3 books");
    cache.write("s", "2 books");
    int before = store.loads;
    assertThat(cache.read("s", store.version)).as("the later write").contains(store.at("s"));
    assertThat(store.loads - before)
        .as("loads: of two writes the earlier one was answered last, and is no copy to keep")
        .isZero();
  }

  @Test
  @Order(7)
  void aLoadThatAMessageOvertookIsNotShownAgain() {
    Answer cache = cache();
    store.meanwhile = () -> cache.changed("s", store.save("s", "1 book").orElseThrow().version());
    cache.read("s", 0);
    assertThat(text(cache.read("s", 0)))
        .as("the message came while an older session was being loaded: that is no copy to keep")
        .isEqualTo("1 book");
  }

  @Test
  @Order(8)
  void aSessionThatHasEndedIsGone() {
    Answer cache = cache();
    long seen = cache.write("s", "1 book").orElseThrow().version();
    store.sessions.clear(); // logged out everywhere, from another device
    assertThat(cache.write("s", "2 books")).as("the store refuses the write").isEmpty();
    assertThat(cache.read("s", seen)).as("and then there is nothing to show").isEmpty();
    store.begin("t");
    long last = cache.read("t", 0).orElseThrow().version();
    store.sessions.clear();
    cache.changed("t", last + 1);
    assertThat(cache.read("t", last)).as("the message of its end has come").isEmpty();
    assertThat(cache.read("t", last)).isEmpty();
    assertThat(cache.read("u", 0)).isEmpty();
    store.begin("u");
    assertThat(cache.read("u", 0)).as("it has begun since: nothing is no copy").isPresent();
  }

  @Test
  @Order(9)
  void copiesAreBounded() {
    Answer cache = cache();
    for (String id : new String[] {"a", "b", "c", "d"}) {
      store.begin(id);
      cache.read("s", 0); // s is in use all the time
      cache.read(id, 0);
    }
    int before = store.loads;
    cache.read("s", 0);
    cache.read("d", 0);
    cache.read("c", 0);
    assertThat(store.loads - before).as("loads of the three that were used last").isZero();
    cache.read("b", 0);
    assertThat(store.loads - before).as("a fourth copy: the eldest had to go").isEqualTo(1);
  }

  @Test
  @Order(10)
  void everySessionHasItsOwnCopy() {
    Answer cache = cache();
    store.begin("t");
    cache.write("s", "1 book");
    assertThat(text(cache.read("t", 0))).isEqualTo("nothing");
    cache.changed("s", 100);
    int before = store.loads;
    cache.read("t", 0);
    assertThat(store.loads - before).as("loads of t after a message on s").isZero();
  }
}
