package scalebook.lab.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plain class answers a contract's questions, and what it lacks is said in one sentence. */
class ServedTest {
  interface Answer {
    long add(int amount);

    String named(CharSequence name) throws IOException;
  }

  static class Right<V> {
    private final long begin;

    Right(long begin) {
      this.begin = begin;
    }

    long add(int amount) {
      return begin + amount;
    }

    @SuppressWarnings("unchecked")
    V named(CharSequence name) throws IOException {
      if (name.isEmpty()) {
        throw new IOException("no name");
      }
      return (V) name.toString();
    }
  }

  static final class Renamed extends Right<String> {
    Renamed(long begin) {
      super(begin);
    }

    long plus(int amount) {
      return amount;
    }
  }

  static final class Unfinished {
    long add(int amount) {
      throw new Todo("the sum");
    }

    String named(CharSequence name) throws Exception {
      throw new Exception("not declared by the contract");
    }
  }

  private final Answer right = Served.as(Answer.class, Right.class, 40L);

  @Test
  void aMethodIsServedByTheOneOfItsName() throws IOException {
    assertThat(right.add(2)).isEqualTo(42);
    assertThat(right.named("ada")).isEqualTo("ada");
  }

  @Test
  void whatTheClassThrowsIsThrownAsItIs() {
    assertThatThrownBy(() -> right.named("")).isInstanceOf(IOException.class).hasMessage("no name");
    Answer unfinished = Served.as(Answer.class, Unfinished.class);
    assertThatThrownBy(() -> unfinished.add(1)).isInstanceOf(Todo.class);
    assertThatThrownBy(() -> unfinished.named("x"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("threw java.lang.Exception: not declared");
  }

  /** As a lesson asks, which does not know what an exercise declares. */
  interface Router {
    record Route(String server, Optional<String> cookie) {}

    List<Route> routes(List<Route> before, Copy copy, Kind kind);

    interface Copy {
      String name();
    }

    enum Kind {
      SLOW,
      FAST
    }
  }

  /** As a reader writes it. */
  static final class Mine {
    record Route(String server, Optional<String> cookie) {}

    interface Copy {
      String name();
    }

    enum Kind {
      FAST,
      SLOW
    }

    List<Route> routes(List<Route> before, Copy copy, Kind kind) {
      assertThat(kind).isEqualTo(Kind.SLOW);
      return List.of(before.get(0), new Route(copy.name(), Optional.empty()));
    }
  }

  @Test
  void whatBothSidesDeclareForThemselvesIsTheSameByItsParts() {
    Router router = Served.as(Router.class, Mine.class);
    Router.Route one = new Router.Route("a", Optional.of("cookie"));
    assertThat(router.routes(List.of(one), () -> "b", Router.Kind.SLOW))
        .containsExactly(one, new Router.Route("b", Optional.empty()));
  }

  @Test
  void aRenamedMethodIsNamed() {
    assertThatThrownBy(() -> Served.as(Answer.class, Renamed.class, 1L))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "the tests call long add(int), and Renamed has no such method; it has long plus(int)");
  }

  @Test
  void anotherConstructorIsNamed() {
    assertThatThrownBy(() -> Served.as(Answer.class, Right.class, 1L, "two"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("new Right(Long, String)");
  }
}
