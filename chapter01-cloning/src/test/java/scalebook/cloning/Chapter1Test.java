package scalebook.cloning;

import scalebook.lab.testing.ChapterTests;

class Chapter1Test extends ChapterTests {
  Chapter1Test() {
    super(new Chapter1());
  }
}
