using MedTrain.Configuration;

namespace MedTrain.Tests.Configuration;

public class RecipeLibraryTests
{
    public static TheoryData<string> Names => [.. RecipeLibrary.Names];

    [Fact]
    public void Every_data_set_of_the_course_has_a_recipe() => Assert.Superset(
        new HashSet<string> { "chestxray14", "chexpert", "adni", "aibl", "oasis", "ixi", "mednist", "pneumoniamnist", "msd-pancreas", "pdac-ct" },
        RecipeLibrary.Names.ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_says_where_to_get_the_set_what_it_needs_and_what_to_expect(string name)
    {
        var recipe = RecipeLibrary.Read(name, []);

        Assert.All([recipe.Title, recipe.Source, recipe.Needs], text => Assert.NotEmpty(text));
        Assert.True(recipe.Expected is { Images: not null } or { PatientCounts.Count: > 0 }, "expected counts");
    }

    [Fact]
    public void An_unknown_recipe_is_refused_with_the_nearest()
    {
        var error = Assert.Throws<UsageException>(() => RecipeLibrary.Read("chexprt", []));

        Assert.Contains("did you mean \"chexpert\"?", error.Message, StringComparison.Ordinal);
    }
}
