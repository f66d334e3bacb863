package scalebook.replication;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.exercise.Exercise;
import scalebook.replication.lessons.Lesson1ReadReplicas;
import scalebook.replication.lessons.Lesson2Lag;
import scalebook.replication.lessons.Lesson3ReadYourWrites;
import scalebook.replication.lessons.Lesson4LostWrites;
import scalebook.replication.lessons.Lesson5Failover;
import scalebook.replication.lessons.Lesson6SplitBrain;
import scalebook.replication.stage.ReplicationPlayground;

/** The table of contents. */
public final class Chapter4 implements Chapter {
  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "Replication";
  }

  @Override
  public String idea() {
    return "more copies, and what they cost";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1ReadReplicas::new,
        Lesson2Lag::new,
        Lesson3ReadYourWrites::new,
        Lesson4LostWrites::new,
        Lesson5Failover::new,
        Lesson6SplitBrain::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(ReplicationPlayground::new);
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "4.1",
            "ReadWriteRouter",
            "a read goes to any copy that has what this client wrote and saw",
            List.of(
                "What must a copy have before this client may read there? One number says it, and each client has its own.",
                "Keep it in session.token. A write moves it, a read at a replica moves it to that replica's position; Math.max keeps it from going back.",
                "read: for each replica, beginning with the next in turn: long position = copy.position(); if position >= session.token, set the token to it and return the name. After the loop: PRIMARY."),
            "remembering writes only. Then two reads in a row can show a newer value and an older one, from two replicas."),
        new Exercise(
            "4.2",
            "PromotionChooser",
            "the primary is lost: who has everything that was acknowledged?",
            List.of(
                "A write that is acknowledged is at a majority. Which sets of nodes are certain to contain one that has it?",
                "First refuse everything that is no majority. Then max with a Comparator: by epoch, then by what is received.",
                "if (answered.size() <= nodes / 2) return Optional.empty(); answered.stream().max(comparing(Candidate::epoch).thenComparing(Candidate::received).thenComparing(Candidate::applied)).map(Candidate::name)"),
            "choosing by what is applied. The one that lags has received more, and could apply it in a second."),
        new Exercise(
            "4.3",
            "Fence",
            "an epoch, a lease, and a clock that nobody else sees",
            List.of(
                "Three facts are enough: the newest epoch that was heard of, the one that is ours, and until when.",
                "The lease ends at askedAtNanos + ttlNanos. Compare moments by their difference: until - now > 0.",
                "granted: newest = max(newest, epoch); only if epoch == newest: owned = epoch, until = the later of until and asked + ttl (anew when it was not ours before). mayAcknowledge: epoch == owned && epoch == newest && until - now > 0."),
            "counting from when the answer came. The keeper has counted longer, and gives it to another while we still believe in it."),
        new Exercise(
            "4.4",
            "PnCounter",
            "a counter that every region changes, and whose copies agree in the end",
            List.of(
                "If a region changes only its own numbers, two of its numbers are an older and a newer one. Which is which?",
                "Two maps from region to number, one for what was added, one for what was taken: both only grow, so merge is Math::max.",
                "add: (amount > 0 ? plus : minus).merge(region, Math.abs(amount), Long::sum). merge: other.plus().forEach((r, n) -> plus.merge(r, n, Math::max)), the same for minus. state: Map.copyOf of both."),
            "one number for a region. As soon as it shrinks, the larger one is the older one, and the merge brings it back."));
  }
}
