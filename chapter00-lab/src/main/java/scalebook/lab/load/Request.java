package scalebook.lab.load;

/** One request of a load; it throws when it fails. */
@FunctionalInterface
public interface Request {
  /** {@code number} counts from 0 through the whole load. */
  void send(long number) throws Exception;
}
