package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.cloning.exercise.TtlResolver.Reply;
import scalebook.cloning.exercise.TtlResolver.Server;

abstract class TtlResolverContract extends Contract {
  private static final long DAY = 86_400_000;
  private static final long STALE = 500;

  interface Answer {
    List<String> addresses(String name) throws IOException;
  }

  Answer answer(Server server, long mostMillis, long staleMillis, LongSupplier clock) {
    return answer(Answer.class, TtlResolver.class, server, mostMillis, staleMillis, clock);
  }

  private long now;
  private long slow;
  private boolean dead;
  private final Map<String, Reply> zone = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  private Reply ask(String name) throws IOException {
    asked.add(name);
    now += slow;
    if (dead) {
      throw new IOException("no answer for " + name);
    }
    return zone.getOrDefault(name, new Reply(List.of(), 1_000));
  }

  private Answer usual() {
    return answer(this::ask, DAY, STALE, () -> now);
  }

  private void says(String name, long ttlMillis, String... addresses) {
    zone.put(name, new Reply(List.of(addresses), ttlMillis));
  }

  private void given(Answer resolver, String why, String... addresses) throws IOException {
    assertThat(resolver.addresses("shop"))
        .as("addresses at %d ms: %s", now, why)
        .containsExactlyInAnyOrder(addresses);
  }

  @Test
  @Order(1)
  void aReplyCountsAsLongAsItSays() throws IOException {
    for (long ttl : new long[] {1_000, 30_000, 1}) {
      Answer resolver = usual();
      asked.clear();
      long begin = now;
      says("shop", ttl, "a");
      given(resolver, "the first question", "a");
      says("shop", ttl, "b");
      now = begin + ttl - 1;
      given(resolver, "one more ms of a TTL of " + ttl, "a");
      assertThat(asked).as("questions within one TTL").containsExactly("shop");
      now = begin + ttl;
      given(resolver, "the TTL of " + ttl + " is over", "b");
    }
  }

  @Test
  @Order(2)
  void aTtlOfNothingIsNeverRemembered() throws IOException {
    Answer resolver = usual();
    says("shop", 0, "a");
    given(resolver, "a TTL of 0", "a");
    given(resolver, "a TTL of 0", "a");
    assertThat(asked).as("questions of two calls, with a TTL of 0").hasSize(2);
  }

  @Test
  @Order(3)
  void noSuchNameIsAReplyToo() throws IOException {
    Answer resolver = usual();
    given(resolver, "no such name");
    says("shop", 1_000, "a");
    now = 999;
    given(resolver, "there was no such name, and that has a TTL of 1,000, too");
    assertThat(asked).as("questions for a name that is not there").hasSize(1);
    now = 1_000;
    given(resolver, "by now there is such a name", "a");
    zone.clear();
    now = 2_000;
    given(resolver, "the name was taken out: that is an answer, not a failure");
  }

  @Test
  @Order(4)
  void aNameIsTheSameHoweverItIsWritten() throws IOException {
    Answer resolver = usual();
    says("mail.shop", 1_000, "m");
    for (String name : List.of("Mail.SHOP.", "mail.shop", "MAIL.shop", "mail.shop.")) {
      assertThat(resolver.addresses(name)).as(name).containsExactly("m");
    }
    assertThat(asked).as("questions for one name in four spellings").containsExactly("mail.shop");
    says("shop", 1_000, "a");
    given(resolver, "another name", "a");
  }

  @Test
  @Order(5)
  void addressesTakeTurnsAlsoInNewReplies() throws IOException {
    for (long ttl : new long[] {1_000, 0}) {
      Answer resolver = usual();
      says("shop", ttl, "a", "b", "c");
      says("mail", ttl, "m", "n");
      StringBuilder first = new StringBuilder();
      for (int i = 0; i < 7; i++) {
        List<String> all = resolver.addresses("shop");
        assertThat(all).as("all addresses").containsExactlyInAnyOrder("a", "b", "c");
        first.append(all.get(0));
        resolver.addresses("mail");
      }
      assertThat(first.toString())
          .as("first addresses of seven calls, with a TTL of %d: each clone has its turn", ttl)
          .isEqualTo("abcabca");
      now += DAY;
    }
  }

  @Test
  @Order(6)
  void noReplyCountsLongerThanTheMost() throws IOException {
    Answer resolver = answer(this::ask, 2_000, STALE, () -> now);
    says("shop", 100 * DAY, "a");
    given(resolver, "the first question", "a");
    says("shop", 1_000, "b");
    now = 1_999;
    given(resolver, "one more ms of the most", "a");
    now = 2_000;
    given(resolver, "a TTL of a hundred days, of which two seconds are believed", "b");
    dead = true;
    now = 3_000 + STALE - 1;
    given(resolver, "stale, but not too stale", "b");
    dead = false;
    Answer trusting = answer(this::ask, Long.MAX_VALUE, STALE, () -> now);
    says("shop", Long.MAX_VALUE, "a");
    given(trusting, "a TTL without an end, and no bound", "a");
    says("shop", 1_000, "b");
    now += DAY;
    given(trusting, "a day later: mind the overflow", "a");
  }

  @Test
  @Order(7)
  void whatIsStaleIsBetterThanNothing() throws IOException {
    Answer resolver = usual();
    says("shop", 1_000, "a");
    given(resolver, "the first question", "a");
    dead = true;
    for (now = 1_000; now < 1_000 + STALE; now += 100) {
      given(resolver, "the server is dead, the reply is " + (now - 1_000) + " ms too old", "a");
    }
    assertThat(asked).as("questions: the first one, and one for each stale reply").hasSize(6);
    dead = false;
    says("shop", 1_000, "b");
    given(resolver, "the server is back", "b");
  }

  @Test
  @Order(8)
  void whatIsTooStaleIsNotGiven() throws IOException {
    Answer resolver = usual();
    says("shop", 1_000, "a", "b", "c", "d");
    given(resolver, "the first question", "a", "b", "c", "d");
    dead = true;
    now = 1_300;
    given(resolver, "the reply is 300 ms too old", "a", "b", "c", "d");
    now = 1_000 + STALE;
    assertThat(Thrown.by(() -> resolver.addresses("shop")))
        .as("the reply is over for %d ms; that it was given meanwhile makes it no younger", STALE)
        .hasMessage("no answer for shop");
    dead = false;
    assertThat(resolver.addresses("shop").get(0))
        .as("the server is back, and the turns go on")
        .isIn("c", "d");
  }

  @Test
  @Order(9)
  void aFailureIsNotRemembered() throws IOException {
    Answer resolver = usual();
    says("shop", 1_000, "a");
    dead = true;
    assertThat(Thrown.by(() -> resolver.addresses("shop")))
        .as("no reply, and none before: nobody knows whether there is such a name")
        .isInstanceOf(IOException.class)
        .hasMessage("no answer for shop");
    dead = false;
    given(resolver, "the server is back in the same ms", "a");
  }

  @Test
  @Order(10)
  void itsTimeBeginsWithTheQuestion() throws IOException {
    Answer resolver = usual();
    says("shop", 1_000, "a");
    slow = 800;
    given(resolver, "a reply that was under way for 800 ms", "a");
    slow = 0;
    says("shop", 1_000, "b");
    now = 999;
    given(resolver, "999 ms after the question", "a");
    now = 1_000;
    given(resolver, "1,000 ms after the question: its owner may have moved since", "b");
  }

  @Test
  @Order(11)
  void whatWasGivenIsTheCallersOwn() throws IOException {
    Answer resolver = usual();
    List<String> servers = new ArrayList<>(List.of("a", "b"));
    zone.put("shop", new Reply(servers, 1_000));
    List<String> mine = resolver.addresses("shop");
    servers.add("c");
    given(resolver, "the server's list grew after its reply", "a", "b");
    mine.clear();
    given(resolver, "a caller emptied his list", "a", "b");
  }
}
