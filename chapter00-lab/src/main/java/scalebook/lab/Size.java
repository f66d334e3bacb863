package scalebook.lab;

import java.util.function.BooleanSupplier;
import picocli.CommandLine.TypeConversionException;

/** How many of something a lesson takes: one number for a normal run, one for a quick one. */
public final class Size {
  private final int normal;
  private final int quick;
  private final BooleanSupplier isQuick;

  Size(int normal, int quick, BooleanSupplier isQuick) {
    this.normal = normal;
    this.quick = quick;
    this.isQuick = isQuick;
  }

  /** What the reader gave counts in both. */
  static Size given(String text) {
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      value = 0;
    }
    if (value < 1) {
      throw new TypeConversionException("'" + text + "' is not a number from 1 on");
    }
    return new Size(value, value, () -> false);
  }

  public int get() {
    return isQuick.getAsBoolean() ? quick : normal;
  }

  /** As {@code --help} shows it. */
  @Override
  public String toString() {
    return normal == quick ? String.valueOf(normal) : normal + ", quick " + quick;
  }
}
