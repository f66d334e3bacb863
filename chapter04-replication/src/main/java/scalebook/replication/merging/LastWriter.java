package scalebook.replication.merging;

/**
 * A value with the time of its writer's clock: of two, the later one stays, and nobody is told of
 * the other.
 *
 * @param node decides between equal times, so that all copies agree
 */
public record LastWriter(String value, long millis, String node) {
  public LastWriter merge(LastWriter other) {
    boolean later =
        other.millis > millis || other.millis == millis && other.node.compareTo(node) > 0;
    return later ? other : this;
  }
}
