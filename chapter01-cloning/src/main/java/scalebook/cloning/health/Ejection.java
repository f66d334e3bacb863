package scalebook.cloning.health;

/** Which clones are left out because of what became of their requests. */
public interface Ejection {
  /** True when this failure ejects the clone. */
  boolean failed(String clone);

  void answered(String clone);

  boolean ejected(String clone);

  void forget(String clone);
}
