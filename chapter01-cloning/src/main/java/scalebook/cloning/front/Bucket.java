package scalebook.cloning.front;

/** How often one client may ask. */
public interface Bucket {
  /** 0 when it took a token, else the nanoseconds until there will be one. */
  long take(long nowNanos);
}
