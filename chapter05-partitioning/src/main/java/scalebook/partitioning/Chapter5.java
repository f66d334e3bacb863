package scalebook.partitioning;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.exercise.Exercise;
import scalebook.partitioning.lessons.Lesson1Range;
import scalebook.partitioning.lessons.Lesson2Hash;
import scalebook.partitioning.lessons.Lesson3Consistent;
import scalebook.partitioning.lessons.Lesson4Routing;
import scalebook.partitioning.lessons.Lesson5ScatterGather;
import scalebook.partitioning.lessons.Lesson6Resharding;
import scalebook.partitioning.stage.PartitioningPlayground;

/** The table of contents. */
public final class Chapter5 implements Chapter {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String title() {
    return "Partitioning";
  }

  @Override
  public String idea() {
    return "each node owns a part";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1Range::new,
        Lesson2Hash::new,
        Lesson3Consistent::new,
        Lesson4Routing::new,
        Lesson5ScatterGather::new,
        Lesson6Resharding::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(PartitioningPlayground::new);
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "5.1",
            "RangeMap",
            "which node has which range of keys; ranges are split and merged",
            List.of(
                "Remember only where each range begins, and whose it is. It ends where the next one begins.",
                "TreeMap: floorEntry finds the range of a key, subMap(from, false, to, true) the ranges that begin inside a query.",
                "Begin with put(Long.MIN_VALUE, 0). split is a put, merge a remove; nodes is node(from) and then the values of subMap, each once."),
            "looking only at ranges that begin inside the query. The one in which it begins has begun long before."),
        new Exercise(
            "5.2",
            "HashRing",
            "nodes have points on a circle; a key belongs to the next one",
            List.of(
                "Every node has many points, each at a hash of the node and a number; a key is at its own hash.",
                "TreeMap from point to node: ceilingEntry is the next one, firstEntry the one after the last.",
                "add: for i below virtualNodes, circle.put(Hash64.of(node, i), node). node: ceilingEntry(Hash64.of(key)), or firstEntry when there is none."),
            "one point a node. One in ten then has a third of everything, and whoever leaves leaves it all to one heir."),
        new Exercise(
            "5.3",
            "TopKMerge",
            "the k largest of all shards, page by page, and who is missing",
            List.of(
                "The first page could come from one shard alone: each must be asked for a whole page.",
                "Where the last page ended is all that a shard must know to go on: largest(size, last).",
                "For each shard: add largest(size, last or Long.MAX_VALUE) to one list, or its name to the missing. Sort, cut at size."),
            "taking a dead shard for an empty one. The page looks fine, and a quarter of the customers is not on it."),
        new Exercise(
            "5.4",
            "MovePlan",
            "the fewest slots move, and no shard has two more than another",
            List.of(
                "How many may each shard keep? The fair share, and some of them one more. Which ones?",
                "Sort the shards by how many they have: those with the most may keep one more, and so give one less away.",
                "keeps.put(shard, slots / n + (i < slots % n ? 1 : 0)) in that order; a list of places that are free; then each slot whose owner has used up what it may keep goes to the next free place."),
            "dealing the slots out anew. It is even, and it moves four fifths of the data."));
  }
}
