package scalebook.caching.stage.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterleavingsTest {
  private static Interleavings.Actor steps(int count) {
    return points -> {
      for (int i = 1; i <= count; i++) {
        points.before("step " + i);
      }
    };
  }

  private static int orders(Set<List<String>> seen, int... steps) throws Exception {
    return Interleavings.explore(
        () -> Arrays.stream(steps).mapToObj(InterleavingsTest::steps).toList(),
        order -> assertThat(seen.add(order)).as("a new order: %s", order).isTrue());
  }

  /** (a+b+c)! / (a! b! c!). */
  @Test
  void everyOrderIsTriedOnce() throws Exception {
    assertThat(orders(new HashSet<>(), 3, 2)).isEqualTo(10);
    assertThat(orders(new HashSet<>(), 3, 2, 2)).isEqualTo(210);
    assertThat(orders(new HashSet<>(), 4)).isEqualTo(1);
  }

  /** Two actors that read, then write back one more: the one lost update is found. */
  @Test
  void aLostUpdateIsFound() throws Exception {
    AtomicInteger counter = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    Interleavings.Actor increment =
        points -> {
          points.before("read");
          int seen = counter.get();
          points.before("write");
          counter.set(seen + 1);
        };
    int orders =
        Interleavings.explore(
            () -> {
              counter.set(0);
              return List.of(increment, increment);
            },
            order -> lost.addAndGet(counter.get() < 2 ? 1 : 0));
    assertThat(orders).isEqualTo(6);
    assertThat(lost).as("orders of six that lose one").hasValue(4);
  }

  @Test
  void actorsThatTakeOtherWaysHaveOtherOrders() throws Exception {
    AtomicInteger flag = new AtomicInteger();
    int orders =
        Interleavings.explore(
            () -> {
              flag.set(0);
              return List.of(
                  points -> {
                    points.before("set");
                    flag.set(1);
                  },
                  points -> {
                    points.before("look");
                    if (flag.get() == 0) {
                      points.before("more");
                    }
                  });
            },
            order -> {});
    assertThat(orders).as("set-look, look-set-more, look-more-set").isEqualTo(3);
  }

  @Test
  void aFailureIsNotHidden() {
    assertThatThrownBy(
            () ->
                Interleavings.explore(
                    () ->
                        List.of(
                            points -> {
                              points.before("fail");
                              throw new IllegalStateException("broken");
                            }),
                    order -> {}))
        .hasMessage("broken");
  }
}
