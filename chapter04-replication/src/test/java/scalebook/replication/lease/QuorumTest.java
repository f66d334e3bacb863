package scalebook.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keepers of which the test says what they answer. */
@Timeout(20)
class QuorumTest {
  private static final long TTL = 1_000_000;

  /** Says yes or no, and shows what it is told to. */
  private static class Told implements Keeper {
    private final boolean yes;
    private final State state;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private Told(boolean yes, State state) {
      this.yes = yes;
      this.state = state;
    }

    @Override
    public boolean acquire(String lease, long epoch, String holder, long ttlMillis)
        throws IOException {
      asked.add("acquire " + lease + " " + epoch + " " + holder + " " + ttlMillis);
      return yes;
    }

    @Override
    public boolean renew(String lease, long epoch, String holder, long ttlMillis) {
      asked.add("renew " + lease + " " + epoch + " " + holder + " " + ttlMillis);
      return yes;
    }

    @Override
    public void release(String lease, long epoch, String holder) {
      asked.add("release " + lease + " " + epoch + " " + holder);
    }

    @Override
    public State look(String lease) throws IOException {
      return state;
    }
  }

  /** A keeper whose machine is gone. */
  private static final class Gone extends Told {
    private Gone() {
      super(false, null);
    }

    @Override
    public boolean acquire(String lease, long epoch, String holder, long ttlMillis)
        throws IOException {
      throw new IOException("no answer");
    }

    @Override
    public State look(String lease) throws IOException {
      throw new IOException("no answer");
    }
  }

  /** Answers when another one has. */
  private static final class InTurn extends Told {
    private final CountDownLatch before;
    private final CountDownLatch mine;

    private InTurn(boolean yes, CountDownLatch before, CountDownLatch mine) {
      super(yes, null);
      this.before = before;
      this.mine = mine;
    }

    @Override
    public boolean acquire(String lease, long epoch, String holder, long ttlMillis)
        throws IOException {
      try {
        before.await();
        return super.acquire(lease, epoch, holder, ttlMillis);
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      } finally {
        mine.countDown();
      }
    }
  }

  private static Told yes() {
    return new Told(true, null);
  }

  private static Told no() {
    return new Told(false, null);
  }

  private static Told shows(long epoch, String holder, long leftMillis) {
    return new Told(true, new Keeper.State(epoch, holder, leftMillis));
  }

  private static OptionalLong acquired(Keeper... keepers) {
    try (Quorum quorum = new Quorum(List.of(keepers), "me")) {
      return quorum.acquire("primary", 7, TTL);
    }
  }

  private static Optional<Quorum.Seen> seen(Keeper... keepers) {
    try (Quorum quorum = new Quorum(List.of(keepers), "me")) {
      return quorum.look("primary");
    }
  }

  @Test
  void mostMustAgreeAndHalfAreNotMost() {
    assertThat(acquired(yes(), yes(), no())).as("two of three").isPresent();
    assertThat(acquired(yes(), no(), no())).as("one of three").isEmpty();
    assertThat(acquired(yes(), yes(), no(), no())).as("two of four").isEmpty();
    assertThat(acquired(yes(), yes(), new Gone())).as("two of three, one is gone").isPresent();
    assertThat(acquired(yes(), new Gone(), new Gone())).as("one, and silence").isEmpty();
  }

  @Test
  void aQuickRefusalDoesNotEndTheCount() {
    CountDownLatch refused = new CountDownLatch(1);
    CountDownLatch granted = new CountDownLatch(1);
    assertThat(
            acquired(
                new InTurn(false, new CountDownLatch(0), refused),
                new InTurn(true, refused, granted),
                new InTurn(true, granted, new CountDownLatch(0))))
        .as("no, yes, and after these a second yes")
        .isPresent();
  }

  @Test
  void aLeaseEndsForItsHolderBeforeItEndsForItsKeepers() {
    long before = System.nanoTime();
    long until = acquired(yes(), yes(), yes()).orElseThrow();
    long after = System.nanoTime();
    assertThat(until)
        .as("95 per cent of the lease, counted from before it was asked for")
        .isBetween(before + TTL * 950_000, after + TTL * 950_000);
  }

  @Test
  void aHolderWithTooFewLeasesGivesThemBack() {
    Told one = yes();
    Told other = no();
    Told third = no();
    acquired(one, other, third);
    assertThat(one.asked).containsExactly("acquire primary 7 me " + TTL, "release primary 7 me");
    assertThat(other.asked).as("all are told").contains("release primary 7 me");
    assertThat(third.asked).contains("release primary 7 me");
    Told good = yes();
    acquired(good, yes(), yes());
    assertThat(good.asked).as("who has it keeps it").doesNotContain("release primary 7 me");
  }

  @Test
  void aRenewalNeedsMostAndGivesNothingBack() {
    Told one = yes();
    try (Quorum quorum = new Quorum(List.of(one, no(), no()), "me")) {
      assertThat(quorum.renew("primary", 7, TTL)).isEmpty();
    }
    assertThat(one.asked).containsExactly("renew primary 7 me " + TTL);
    try (Quorum quorum = new Quorum(List.of(yes(), yes(), no()), "me")) {
      assertThat(quorum.renew("primary", 7, TTL)).isPresent();
    }
  }

  /** It answers when the quorum is closed, and not before. */
  private static final class Hangs extends Told {
    private Hangs() {
      super(true, new Keeper.State(9, "nobody", 0));
    }

    private static void hang() throws IOException {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException end) {
        throw new IOException("the quorum was closed", end);
      }
    }

    @Override
    public boolean acquire(String lease, long epoch, String holder, long ttlMillis)
        throws IOException {
      hang();
      return true;
    }

    @Override
    public State look(String lease) throws IOException {
      hang();
      return super.look(lease);
    }
  }

  @Test
  void aKeeperThatHangsHoldsUpNobody() {
    assertThat(acquired(yes(), new Hangs(), yes())).as("two have said yes").isPresent();
    assertThat(seen(shows(3, "a", 100), new Hangs(), shows(3, "a", 100)))
        .as("two have shown what they have given")
        .contains(new Quorum.Seen(3, "a", true, false));
  }

  @Test
  void theNewestEpochCountsAndOnlyWhenMostHaveGivenIt() {
    assertThat(seen(shows(3, "a", 100), shows(3, "a", 50), new Gone()))
        .contains(new Quorum.Seen(3, "a", true, false));
    assertThat(seen(shows(2, "b", 100), shows(3, "a", 100), new Gone()))
        .as("one of three has given the newest")
        .contains(new Quorum.Seen(3, "a", false, false));
    assertThat(seen(shows(3, "a", 0), shows(3, "a", 0), new Gone()))
        .as("most have it given to nobody now")
        .contains(new Quorum.Seen(3, "a", false, true));
    assertThat(seen(shows(3, "a", 1), shows(3, "a", 0), new Gone()))
        .as("one has, one has not")
        .contains(new Quorum.Seen(3, "a", false, false));
  }

  @Test
  void fewerThanMostCanSayNothing() {
    assertThat(seen(shows(3, "a", 100), new Gone(), new Gone())).as("one of three").isEmpty();
    assertThat(seen(shows(3, "a", 100), shows(3, "a", 1), new Gone(), new Gone()))
        .as("two of four")
        .isEmpty();
  }

  @Test
  void anInterruptedHolderGetsNoLeaseAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertThat(acquired(yes(), yes(), yes())).isEmpty();
    assertThat(Thread.interrupted()).as("its interrupt").isTrue();
  }
}
