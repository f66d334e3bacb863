package scalebook.partitioning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class TopKMergeContract extends Contract {
  interface Answer {
    TopKMerge.Page page(Map<String, TopKMerge.Shard> shards, int size, Optional<Long> last);
  }

  Answer answer() {
    return answer(Answer.class, TopKMerge.class);
  }

  private final List<Long> numbers = new ArrayList<>();
  private int mostAsked;
  private int sent;

  private TopKMerge.Shard shard(List<Long> has) {
    return (k, before) -> {
      mostAsked = Math.max(mostAsked, k);
      List<Long> some =
          has.stream().filter(n -> n < before).sorted(Comparator.reverseOrder()).limit(k).toList();
      sent += some.size();
      return some;
    };
  }

  /** Different numbers over four shards, most of the large ones on the first. */
  private Map<String, TopKMerge.Shard> shards() {
    Random random = new Random(2);
    List<List<Long>> parts =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (long n = 1; n <= 400; n++) {
      numbers.add(n);
      parts.get(n > 350 ? 0 : random.nextInt(4)).add(n);
    }
    numbers.sort(Comparator.reverseOrder());
    Map<String, TopKMerge.Shard> shards = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      shards.put("shard" + i, shard(parts.get(i)));
    }
    return shards;
  }

  @Test
  @Order(1)
  void theFirstPageHasTheLargestOfAll() {
    TopKMerge.Page page = answer().page(shards(), 10, Optional.empty());
    assertThat(page.numbers())
        .as("the ten largest of 400, all of which are on one shard: a quarter of each will not do")
        .isEqualTo(numbers.subList(0, 10));
    assertThat(page.missing()).isEmpty();
  }

  @Test
  @Order(2)
  void pagesFollowEachOtherWithoutGapsAndRepeats() {
    Answer answer = answer();
    Map<String, TopKMerge.Shard> shards = shards();
    List<Long> read = new ArrayList<>();
    Optional<Long> last = Optional.empty();
    for (int i = 0; i < 60; i++) {
      List<Long> page = answer.page(shards, 7, last).numbers();
      read.addAll(page);
      if (page.isEmpty()) {
        break;
      }
      last = Optional.of(page.get(page.size() - 1));
    }
    assertThat(read).as("all pages of seven, one after the other").isEqualTo(numbers);
  }

  @Test
  @Order(3)
  void aDeepPageCostsNoMoreThanTheFirst() {
    Answer answer = answer();
    Map<String, TopKMerge.Shard> shards = shards();
    answer.page(shards, 10, Optional.of(100L));
    assertThat(mostAsked).as("most that one shard was asked for, for a page of ten").isEqualTo(10);
    assertThat(sent)
        .as("numbers that four shards sent for the thirtieth page: by offset it would be 1,200")
        .isLessThanOrEqualTo(40);
  }

  @Test
  @Order(4)
  void aDeadShardIsNamedAndTheOthersAnswer() {
    Map<String, TopKMerge.Shard> shards = shards();
    shards.put(
        "shard2",
        (k, before) -> {
          throw new IllegalStateException("connection refused");
        });
    TopKMerge.Page page = answer().page(shards, 10, Optional.empty());
    assertThat(page.missing())
        .as("shards that did not answer: a page that does not say so is taken for a whole one")
        .containsExactly("shard2");
    assertThat(page.numbers()).as("what the others have").isEqualTo(numbers.subList(0, 10));
  }

  @Test
  @Order(5)
  void fewerThanAPageIsNoMistake() {
    TopKMerge.Page page =
        answer().page(Map.of("a", shard(List.of(3L)), "b", shard(List.of())), 10, Optional.empty());
    assertThat(page.numbers()).containsExactly(3L);
    assertThat(answer().page(Map.of(), 10, Optional.empty()).numbers()).isEmpty();
  }

  @Test
  @Order(6)
  void whicheverShardIsDeadTheOthersAnswer() {
    for (String dead : List.of("shard0", "shard1", "shard3")) {
      for (Exception trouble : List.of(new IOException("x"), new IllegalStateException("x"))) {
        numbers.clear();
        Map<String, TopKMerge.Shard> shards = shards();
        List<Long> gone = List.of();
        try {
          gone = shards.get(dead).largest(400, Long.MAX_VALUE);
        } catch (Exception e) {
          throw new AssertionError(e);
        }
        shards.put(
            dead,
            (k, before) -> {
              throw trouble;
            });
        numbers.removeAll(gone);
        TopKMerge.Page page = answer().page(shards, 10, Optional.of(200L));
        assertThat(page.missing()).as("shards that did not answer").containsExactly(dead);
        assertThat(page.numbers())
            .as("what all others have below 200; %s throws %s", dead, trouble)
            .isEqualTo(numbers.stream().filter(n -> n < 200).limit(10).toList());
      }
    }
  }

  @Test
  @Order(7)
  void whenNobodyAnswersAllAreMissing() {
    Map<String, TopKMerge.Shard> shards = shards();
    shards.replaceAll(
        (name, shard) ->
            (k, before) -> {
              throw new IOException("no network");
            });
    TopKMerge.Page page = answer().page(shards, 10, Optional.empty());
    assertThat(page.numbers()).isEmpty();
    assertThat(page.missing()).isEqualTo(shards.keySet());
  }

  @Test
  @Order(8)
  void eachShardIsAskedOnce() {
    Map<String, TopKMerge.Shard> shards = shards();
    List<String> asked = new ArrayList<>();
    shards.replaceAll(
        (name, shard) ->
            (k, before) -> {
              asked.add(name);
              if (name.equals("shard2")) {
                throw new IOException("no answer");
              }
              return shard.largest(k, before);
            });
    assertThat(answer().page(shards, 5, Optional.of(300L)).missing()).containsExactly("shard2");
    assertThat(asked)
        .as("shards, in any order: each is a round trip, and a dead one the longest")
        .containsExactlyInAnyOrder("shard0", "shard1", "shard2", "shard3");
  }

  @Test
  @Order(9)
  void numbersMayBeOfAnySize() {
    long huge = Long.MAX_VALUE - 1;
    Map<String, TopKMerge.Shard> shards =
        Map.of("a", shard(List.of(huge, -5L)), "b", shard(List.of(0L, Long.MIN_VALUE)));
    assertThat(answer().page(shards, 3, Optional.empty()).numbers())
        .as("the first three of the largest and the smallest")
        .containsExactly(huge, 0L, -5L);
    assertThat(answer().page(shards, 3, Optional.of(-5L)).numbers())
        .as("below -5")
        .containsExactly(Long.MIN_VALUE);
  }

  @Test
  @Order(10)
  void whatWasSoBeforeSaysNothing() {
    Answer answer = answer();
    boolean[] dead = {true};
    TopKMerge.Shard one = shard(List.of(2L, 0L, -2L));
    Map<String, TopKMerge.Shard> shards =
        Map.of(
            "a",
            (k, before) -> {
              if (dead[0]) {
                throw new IllegalStateException("dead");
              }
              return one.largest(k, before);
            });
    assertThat(answer.page(shards, 2, Optional.empty()).missing()).containsExactly("a");
    dead[0] = false;
    assertThat(answer.page(shards, 2, Optional.empty()).numbers())
        .as("the shard is back")
        .containsExactly(2L, 0L);
    assertThat(answer.page(shards, 2, Optional.of(0L)).numbers())
        .as("below 0, which is a number like any other")
        .containsExactly(-2L);
  }
}
