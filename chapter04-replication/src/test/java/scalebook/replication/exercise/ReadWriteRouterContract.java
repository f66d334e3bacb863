package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.replication.exercise.ReadWriteRouter.Copy;
import scalebook.replication.exercise.ReadWriteRouter.Session;

abstract class ReadWriteRouterContract extends Contract {
  interface Router {
    void wrote(Session session, long position);

    String read(Session session);
  }

  Router router(Copy primary, List<Copy> replicas) {
    return answer(Router.class, ReadWriteRouter.class, primary, replicas);
  }

  private Router router(Copy... replicas) {
    return router(primary, List.of(replicas));
  }

  static final class Replica implements Copy {
    private final String name;
    long position;

    Replica(String name, long position) {
      this.name = name;
      this.position = position;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long position() {
      return position;
    }
  }

  private final Replica primary = new Replica("primary", 10);
  private final Replica near = new Replica("near", 10);
  private final Replica far = new Replica("far", 10);

  @Test
  @Order(1)
  void aClientWithoutWritesReadsAtAllReplicasInTurn() {
    Router router = router(near, far);
    Session session = new Session();
    Set<String> asked = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      asked.add(router.read(session));
    }
    assertThat(asked).as("where four reads went").containsExactlyInAnyOrder("near", "far");
  }

  @Test
  @Order(2)
  void afterAWriteOnlyACopyThatHasItIsRead() {
    Router router = router(near, far);
    Session session = new Session();
    primary.position = 11;
    router.wrote(session, 11);
    assertThat(router.read(session)).as("no replica has write 11 yet").isEqualTo("primary");
    near.position = 11;
    for (int i = 0; i < 4; i++) {
      assertThat(router.read(session))
          .as("near has it, and the primary has enough to do")
          .isEqualTo("near");
    }
    primary.position = 12;
    far.position = 12;
    Set<String> asked = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      asked.add(router.read(session));
    }
    assertThat(asked).as("far has it, too").contains("far");
  }

  @Test
  @Order(3)
  void timeDoesNotGoBackwards() {
    primary.position = 20;
    near.position = 20;
    Router router = router(near, far);
    Session session = new Session();
    Set<String> asked = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      asked.add(router.read(session));
    }
    assertThat(asked).as("where four reads went").contains("near");
    for (int i = 0; i < 4; i++) {
      assertThat(router.read(session))
          .as("this client has seen 20: far would show it 10")
          .isNotEqualTo("far");
    }
  }

  @Test
  @Order(4)
  void oneClientsWriteSendsNobodyElseToThePrimary() {
    Router router = router(near, far);
    primary.position = 99;
    router.wrote(new Session(), 99);
    assertThat(router.read(new Session()))
        .as("another client has written nothing")
        .isNotEqualTo("primary");
  }

  @Test
  @Order(5)
  void anOlderWriteTakesNothingBack() {
    Router router = router(near, far);
    Session session = new Session();
    primary.position = 15;
    router.wrote(session, 15);
    router.wrote(session, 9); // its answer came late
    assertThat(router.read(session)).as("write 15 is still this client's").isEqualTo("primary");
  }

  @Test
  @Order(6)
  void readsStayMonotonicAfterAReadAtThePrimary() {
    Router router = router(near, far);
    Session session = new Session();
    primary.position = 50;
    router.wrote(session, 11);
    assertThat(router.read(session)).as("nobody else has write 11").isEqualTo("primary");
    near.position = 20;
    far.position = 49;
    for (int i = 0; i < 4; i++) {
      assertThat(router.read(session))
          .as("at the primary this client has seen 50: near would show it 20, and far 49")
          .isEqualTo("primary");
    }
    far.position = 50;
    assertThat(router.read(session)).as("far has 50").isEqualTo("far");
  }

  @Test
  @Order(7)
  void manyClientsWithOneReadEachAreSpread() {
    Router router = router(near, far);
    Map<String, Integer> asked = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      asked.merge(router.read(new Session()), 1, Integer::sum);
    }
    assertThat(asked)
        .as("where twenty clients read that came once: the turns are the router's, not a client's")
        .containsOnly(Map.entry("near", 10), Map.entry("far", 10));
  }

  @Test
  @Order(8)
  void everyReplicaThatIsFarEnoughGetsTheSameShare() {
    Replica third = new Replica("third", 5);
    Router router = router(near, third, far);
    Map<String, Integer> asked = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      Session session = new Session();
      router.wrote(session, 10);
      asked.merge(router.read(session), 1, Integer::sum);
    }
    assertThat(asked)
        .as("sixty reads of clients that wrote 10; third is behind, and has no turn to give away")
        .containsOnly(Map.entry("near", 30), Map.entry("far", 30));
  }

  @Test
  @Order(9)
  void withoutAReplicaAllIsReadAtThePrimary() {
    Router router = router();
    Session session = new Session();
    assertThat(router.read(session)).isEqualTo("primary");
    router.wrote(session, 10);
    assertThat(router.read(session)).isEqualTo("primary");
  }

  @Test
  @Order(10)
  void manyClientsOverReplicasThatCatchUpAtRandom() {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      List<Replica> replicas =
          List.of(new Replica("a", 0), new Replica("b", 0), new Replica("c", 0));
      Replica primary = new Replica("primary", 0);
      Router router = router(primary, new ArrayList<>(replicas));
      Map<Session, Long> mustSee = new HashMap<>();
      List<Session> sessions = List.of(new Session(), new Session(), new Session());
      for (int step = 0; step < 200; step++) {
        Session session = sessions.get(random.nextInt(3));
        if (random.nextInt(4) == 0) {
          router.wrote(session, ++primary.position);
          mustSee.put(session, primary.position);
        } else {
          String name = router.read(session);
          long least = mustSee.getOrDefault(session, 0L);
          boolean somebody = replicas.stream().anyMatch(r -> r.position >= least);
          assertThat(name.equals("primary"))
              .as("the primary is asked when no replica has %d, and only then", least)
              .isEqualTo(!somebody);
          long saw =
              replicas.stream()
                  .filter(r -> r.name().equals(name))
                  .mapToLong(Replica::position)
                  .findFirst()
                  .orElse(primary.position);
          assertThat(saw).as("what a read shows, after %d", least).isGreaterThanOrEqualTo(least);
          mustSee.put(session, saw);
        }
        Replica one = replicas.get(random.nextInt(3));
        one.position = Math.min(primary.position, one.position + random.nextInt(3));
      }
    }
  }

  @Test
  @Order(11)
  void aCopyIsAskedOnceForItMoves() {
    long[] position = {10};
    Copy moving =
        new Copy() {
          @Override
          public String name() {
            return "moving";
          }

          @Override
          public long position() {
            return position[0]++;
          }
        };
    Router router = router(moving, far);
    Session session = new Session();
    assertThat(router.read(session)).isEqualTo("moving");
    assertThat(router.read(session))
        .as(
            "the moving copy was at 10 when it was chosen, and far is at 10: what came since then,"
                + " nobody has seen")
        .isEqualTo("far");
  }

  @Test
  @Order(12)
  void whatWasWrittenIsEnough() {
    Router router = router(near, far);
    Session session = new Session();
    primary.position = 15;
    near.position = 12;
    router.wrote(session, 11);
    assertThat(router.read(session))
        .as("near is at 12, this client's write was 11, and the primary is at 15")
        .isEqualTo("near");
  }

  @Test
  @Order(13)
  void whoReadsAtThePrimaryTakesNobodysTurn() {
    Router router = router(near, far);
    Session ahead = new Session();
    primary.position = 20;
    router.wrote(ahead, 20);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      assertThat(router.read(ahead)).isEqualTo("primary");
      others.add(router.read(new Session()));
    }
    assertThat(others.stream().filter("near"::equals).count())
        .as("of ten reads anywhere, each after one at the primary, those at near: %s", others)
        .isEqualTo(5);
  }
}
