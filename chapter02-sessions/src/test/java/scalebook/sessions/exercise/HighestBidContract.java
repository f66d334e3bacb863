package scalebook.sessions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class HighestBidContract extends Contract {
  interface Answer {
    String pick(String address, List<String> alive);
  }

  private static final int ADDRESSES = 10_000;

  Answer answer() {
    return answer(Answer.class, HighestBid.class);
  }

  private static List<String> workers(String name, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> name.formatted(i)).toList();
  }

  /** Neighbouring addresses, in the order in which they are. */
  private static Map<String, String> all(Answer bids, List<String> alive) {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (int i = 0; i < ADDRESSES; i++) {
      String address = "10.%d.%d.%d".formatted(i % 3, i / 250, i % 250);
      chosen.put(address, bids.pick(address, alive));
    }
    return chosen;
  }

  private static Map<String, Integer> counts(Iterable<String> chosen) {
    Map<String, Integer> counts = new HashMap<>();
    chosen.forEach(worker -> counts.merge(worker, 1, Integer::sum));
    return counts;
  }

  /** Nine standard deviations and more, for any hash that looks random. */
  private static void even(Map<String, Integer> counts, int total, List<String> workers) {
    int fair = total / workers.size();
    for (String worker : workers) {
      assertThat(counts.getOrDefault(worker, 0))
          .as("addresses of %s, of %d; a fair share is %d: %s", worker, total, fair, counts)
          .isBetween(fair * 6 / 10, fair * 14 / 10);
    }
  }

  @Test
  @Order(1)
  void itIsOneOfThoseThatLive() {
    Answer bids = answer();
    for (int count = 1; count <= 5; count++) {
      List<String> alive = workers("worker-%d", count);
      assertThat(alive).as("those that live").containsAll(all(bids, alive).values());
    }
  }

  @Test
  @Order(2)
  void theOrderOfTheListDoesNotMatter() {
    Answer bids = answer();
    List<String> alive = new ArrayList<>(workers("10.0.0.%d:8080", 5));
    Map<String, String> chosen = all(bids, List.copyOf(alive));
    Collections.reverse(alive);
    assertThat(all(bids, List.copyOf(alive))).as("chosen from the reversed list").isEqualTo(chosen);
    Collections.shuffle(alive, new Random(1));
    assertThat(all(answer(), List.copyOf(alive)))
        .as("chosen by another balancer, which knows the workers in another order")
        .isEqualTo(chosen);
  }

  @Test
  @Order(3)
  void addressesAreSpreadEvenly() {
    for (String name : new String[] {"worker-%d", "10.0.0.%d:8080", "%d"}) {
      for (int count : new int[] {1, 2, 4, 5, 10}) {
        List<String> alive = workers(name, count);
        even(counts(all(answer(), alive).values()), ADDRESSES, alive);
      }
    }
  }

  @Test
  @Order(4)
  void whenAWorkerGoesOnlyItsOwnAddressesMove() {
    Answer bids = answer();
    List<String> five = workers("worker-%d", 5);
    Map<String, String> before = all(bids, five);
    for (String gone : five) {
      List<String> rest = five.stream().filter(worker -> !worker.equals(gone)).toList();
      Map<String, String> after = all(bids, rest);
      List<String> moved = new ArrayList<>();
      before.forEach(
          (address, worker) -> {
            if (worker.equals(gone)) {
              moved.add(after.get(address));
            } else {
              assertThat(after.get(address))
                  .as(
                      "the worker of %s, after %s has gone: all its users log in again",
                      address, gone)
                  .isEqualTo(worker);
            }
          });
      even(counts(moved), moved.size(), rest);
    }
  }

  @Test
  @Order(5)
  void aNewWorkerTakesItsShareAndNobodyElseMoves() {
    for (int count : new int[] {1, 2, 4, 9}) {
      List<String> alive = workers("worker-%d", count);
      List<String> more = workers("worker-%d", count + 1);
      String fresh = more.get(count);
      Answer bids = answer();
      Map<String, String> before = all(bids, alive);
      Map<String, String> after = all(bids, more);
      List<String> from = new ArrayList<>();
      after.forEach(
          (address, worker) -> {
            if (worker.equals(fresh)) {
              from.add(before.get(address));
            } else {
              assertThat(worker)
                  .as("the worker of %s, after %s has come", address, fresh)
                  .isEqualTo(before.get(address));
            }
          });
      assertThat(from.size())
          .as("addresses of 10,000 that the new one of %d takes", count + 1)
          .isBetween(ADDRESSES / (count + 1) * 7 / 10, ADDRESSES / (count + 1) * 13 / 10);
      even(counts(from), from.size(), alive);
    }
  }

  @Test
  @Order(6)
  void aWorkerThatComesBackFindsItsAddresses() {
    Answer bids = answer();
    List<String> four = workers("worker-%d", 4);
    Map<String, String> before = all(bids, four);
    all(bids, four.subList(0, 1));
    all(bids, four.subList(1, 3));
    assertThat(all(bids, four)).as("after three of four were away").isEqualTo(before);
  }
}
