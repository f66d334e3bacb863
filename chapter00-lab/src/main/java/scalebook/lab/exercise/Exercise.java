package scalebook.lab.exercise;

import java.util.List;

/**
 * One exercise of a chapter: {@code 1.1}, {@code BackoffWithJitter}.
 *
 * @param hints three: a direction, the API, nearly the code
 * @param tempting what many write first, and why it is wrong
 */
public record Exercise(
    String number, String name, String task, List<String> hints, String tempting) {
  public Exercise {
    if (hints.size() != 3) {
      throw new IllegalArgumentException(number + " has " + hints.size() + " hints, not three");
    }
  }
}
