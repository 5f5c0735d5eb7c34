namespace MedTrain.Data.Imaging.Raster;

/// <summary>One grey value per pixel from the samples of a picture.</summary>
internal static class RasterColours
{
    /// <summary>Rec. 601 luma of colours; transparency is left out. Each is a named step.</summary>
    /// <param name="path">For the error.</param>
    /// <param name="samples">Interleaved.</param>
    /// <param name="components">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</param>
    /// <param name="steps">Receives the steps.</param>
    public static float[] ToGrey(string path, float[] samples, int components, List<string> steps)
    {
        if (components == 1)
        {
            return samples;
        }
        if (components > 4)
        {
            throw new UnreadableImageException(
                path, $"has {components} components per pixel; readable are grey and RGB, each with or without alpha");
        }
        if (components is 2 or 4)
        {
            steps.Add("alpha left out");
        }
        if (components >= 3)
        {
            steps.Add("colour to grey: 0.299 R + 0.587 G + 0.114 B");
        }
        var grey = new float[samples.Length / components];
        for (int i = 0; i < grey.Length; i++)
        {
            int at = i * components;
            grey[i] = components == 2
                ? samples[at]
                : (float)((0.299 * samples[at]) + (0.587 * samples[at + 1]) + (0.114 * samples[at + 2]));
        }
        return grey;
    }
}
