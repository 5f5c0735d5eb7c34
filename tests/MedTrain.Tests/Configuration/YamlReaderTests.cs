namespace MedTrain.Tests.Configuration;

public class YamlReaderTests
{
    [Fact]
    public void A_syntax_error_is_reported_with_its_position()
    {
        var message = Assert.Single(Sample.Messages(Sample.Bind("name: x\nsize: [1, 2\nseed: 4\n")));

        Assert.StartsWith("c.yaml:2:", message, StringComparison.Ordinal);
        Assert.Contains("this is not valid YAML", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tabs_are_named_as_the_cause() =>
        Assert.EndsWith("indent with spaces, not with tabs", Assert.Single(Sample.Messages(Sample.Bind("name: x\nrates:\n\tmomentum: 1\n"))), StringComparison.Ordinal);

    [Fact]
    public void Keys_given_twice_are_all_reported() =>
        Assert.Equal(
            [
                "c.yaml:2:1 name — given twice; the first is at c.yaml:1:1 — keep one of them",
                "c.yaml:3:22 momentum — given twice; the first is at c.yaml:3:9 — keep one of them",
            ],
            Sample.Messages(Sample.Bind("name: x\nname: y\nrates: {momentum: 1, momentum: 2}\n")));

    [Fact]
    public void Anchors_are_followed() =>
        Assert.Equal([3, 3], Sample.Bind("name: x\nsize: [&n 3, *n]\n").Require<SampleConfig>().Size);

    [Theory]
    [InlineData("name: *nowhere\n", "the anchor *nowhere is not defined above")]
    [InlineData("name: !!python/object x\n", "YAML tags are not used here")]
    [InlineData("name: x\n---\nname: y\n", "a second YAML document begins here")]
    [InlineData("- a\n- b\n", "must be a section")]
    [InlineData("just text\n", "must be a section")]
    public void Files_that_are_no_config_are_refused(string yaml, string why) =>
        Assert.Contains(Sample.Messages(Sample.Bind(yaml)), message => message.Contains(why, StringComparison.Ordinal));

    [Fact]
    public void An_empty_file_lacks_its_required_keys() =>
        Assert.Equal(["c.yaml:1:1 name — is missing — give text: The run's name."], Sample.Messages(Sample.Bind("# nothing\n")));

    [Fact]
    public void Absurd_nesting_is_an_error_and_not_a_crash() =>
        Assert.Contains("nested deeper", Assert.Single(Sample.Messages(Sample.Bind("name: " + new string('[', 100_000)))), StringComparison.Ordinal);

    [Fact]
    public void Damaged_files_give_messages_and_never_other_exceptions()
    {
        const string Whole = "name: &a 'x'\nsize: [1, 2]\nrates: {momentum: 1}\nsteps:\n  - resize: {size: [8, 8]}\n  - \"z_score\"\noutput: |\n  text\n";
        const string Damage = " \t\n:-,[]{}'\"&*!|>%@#?x0";
        var random = new Random(1);
        for (var trial = 0; trial < 3000; trial++)
        {
            var text = Whole.ToCharArray();
            for (var change = 0; change < 1 + trial % 3; change++) { text[random.Next(text.Length)] = Damage[random.Next(Damage.Length)]; }

            var bound = Sample.Bind(new string(text, 0, random.Next(text.Length) + 1));
            Assert.True(bound.Problems.Count > 0 || bound.Find<SampleConfig>("") is not null);
        }
    }
}
