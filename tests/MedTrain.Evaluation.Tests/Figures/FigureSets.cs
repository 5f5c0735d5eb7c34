using System.Xml.Linq;
using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Figures;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tests.Figures;

public class FigureSets
{
    private static readonly EvaluationConfig Quick = new() { Replicates = 200 };

    [Fact]
    public void Each_label_has_its_five_figures_as_well_formed_svg()
    {
        var table = Some.Multilabel(1, cases: 150, labels: 2);
        var figures = FigureSet.Make(table, Quick);
        Assert.Equal(
            ["roc-finding0", "pr-finding0", "reliability-finding0", "decision-finding0", "confusion-finding0",
             "roc-finding1", "pr-finding1", "reliability-finding1", "decision-finding1", "confusion-finding1"],
            figures.Select(figure => figure.Name));
        Assert.All(figures, figure =>
        {
            Assert.Equal("svg", XDocument.Parse(figure.Svg).Root!.Name.LocalName);
            Assert.DoesNotContain("NaN", figure.Svg, StringComparison.Ordinal);
        });
        Assert.Equal(figures, FigureSet.Make(table, Quick));
    }

    [Fact]
    public void Quantities_have_a_scatter_plot_and_one_of_Bland_and_Altman_with_its_limits()
    {
        var ages = Some.Ages(1);
        string[] ids = [.. Enumerable.Range(0, ages.Count).Select(i => $"c{i}")];
        var table = new PredictionTable(PredictionTask.Regression, ["age"], ids, ids, new int[ages.Count], [ages.Truth], [ages.Predicted]);
        var figures = FigureSet.Make(table, Quick);
        Assert.Equal(["scatter-age", "bland-altman-age"], figures.Select(figure => figure.Name));
        var plot = XDocument.Parse(figures[1].Svg);
        Assert.Equal(ages.Count, plot.Descendants().Count(one => one.Name.LocalName == "circle"));
        Assert.Equal(3, plot.Descendants().Count(one => one.Name.LocalName == "polygon"));
        string Limit(string metric) => Some.Value(metric, ages).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"{Limit("agreement_lower")}, {Limit("agreement_upper")}", figures[1].Svg, StringComparison.Ordinal);
        var heights = plot.Descendants().Where(one => one.Name.LocalName == "circle").Select(one => (double)one.Attribute("cy")!).ToList();
        var errors = ages.Predicted.Zip(ages.Truth, (predicted, truth) => predicted - truth).ToList();
        Assert.Equal(errors.Order().Reverse().Select(Math.Sign), heights.Order().Select(height => Math.Sign(Zero(plot) - height)));
    }

    // The first line of the plot is that of no error.
    private static double Zero(XDocument plot) => double.Parse(
        plot.Descendants().First(one => one.Name.LocalName == "polyline").Attribute("points")!.Value.Split(' ')[0].Split(',')[1],
        System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Models_are_drawn_over_each_other_with_their_areas()
    {
        var (one, other) = (Some.Multilabel(1, labels: 2), Some.Multilabel(2, labels: 2));
        var figures = FigureSet.MakeOverlay([("one", one), ("other", other)]);
        Assert.Equal(["roc-finding0", "roc-finding1"], figures.Select(figure => figure.Name));
        Assert.Contains("other: AUC", figures[0].Svg, StringComparison.Ordinal);
        var drawn = XDocument.Parse(figures[0].Svg).Descendants().Select(element => element.Name.LocalName).ToList();
        Assert.Equal((3, 2), (drawn.Count(name => name == "polyline"), drawn.Count(name => name == "polygon")));
    }

    [Theory]
    [InlineData(new[] { 20.3, 88.9 }, 20, 120)]
    [InlineData(new[] { -3.2, 4.1 }, -4, 6)]
    [InlineData(new[] { 0.0, 1.0 }, 0, 1)]
    [InlineData(new[] { 5.0 }, 4, 6)]
    public void Axes_end_on_round_numbers(double[] values, double low, double high) =>
        Assert.Equal((low, high), AxisRange.Around(values));

    [Fact]
    public void Labels_with_signs_are_escaped_and_keep_names_apart()
    {
        string[] ids = ["a", "b", "c", "d"];
        double[] y = [0, 1, 0, 1], p = [0.1, 0.4, 0.6, 0.9];
        var table = new PredictionTable(PredictionTask.Multilabel, ["<5 & more", "<5, more"], ids, ids, new int[4], [y, y], [p, p]);
        var figures = FigureSet.Make(table, Quick);
        Assert.Equal(figures.Count, figures.Select(figure => figure.Name).Distinct().Count());
        Assert.All(figures, figure => XDocument.Parse(figure.Svg));
    }

    [Fact]
    public void A_label_with_one_class_has_only_its_confusion_matrix()
    {
        string[] ids = ["a", "b", "c"];
        var table = new PredictionTable(PredictionTask.Binary, ["x"], ids, ids, new int[3], [[0, 0, 0]], [[0.1, 0.4, 0.6]]);
        Assert.Equal(["confusion-x"], FigureSet.Make(table, Quick).Select(figure => figure.Name));
    }

    [Fact]
    public void The_band_of_the_sample_itself_is_the_roc_curve()
    {
        var sample = Some.Binary(3, cases: 90, patients: 90, levels: 15);
        var grid = RocGrid.Sensitivity(sample, 51);
        var block = new ResampleBlock(90);
        new EveryPatientOnce(90).Fill(block, 0);
        var totals = new double[51 * ResampleBlock.Lanes];
        grid.Count(block, totals);
        var curve = RocCurve.Of(sample.Scores, sample.Positive);
        for (var i = 0; i < 51; i++)
        {
            var x = i / 50.0;
            var left = curve.Last(point => point.FalsePositiveRate <= x + 1e-12);
            var right = curve.FirstOrDefault(point => point.FalsePositiveRate > x + 1e-12, left);
            var share = right.FalsePositiveRate > left.FalsePositiveRate
                ? (x - left.FalsePositiveRate) / (right.FalsePositiveRate - left.FalsePositiveRate) : 0;
            Assert.Equal(left.TruePositiveRate + share * (right.TruePositiveRate - left.TruePositiveRate), totals[i * ResampleBlock.Lanes],
                9);
        }
    }

    [Fact]
    public void Net_benefit_of_all_resamples_is_that_of_the_decision_curve()
    {
        var sample = Some.Binary(4, cases: 80, patients: 80);
        double[] at = [0.1, 0.3, 0.6];
        var tally = NetBenefits.Source(at).Prepare(sample);
        var block = new ResampleBlock(80);
        new EveryPatientOnce(80).Fill(block, 0);
        var totals = new double[tally.Width * ResampleBlock.Lanes];
        tally.Count(block, totals);
        double[] first = [.. Enumerable.Range(0, tally.Width).Select(i => totals[i * ResampleBlock.Lanes])];
        Assert.All(DecisionCurve.Of(sample, at).Zip(NetBenefits.Values(at)), pair =>
            Assert.Equal(pair.First.Model, pair.Second(first), 12));
    }
}
