namespace MedTrain.Data.Imaging.Nifti;

/// <summary>What a header means, or an <see cref="InvalidDataException"/> that says what is wrong with it.</summary>
internal static class NiftiLayout
{
    /// <summary>The element type.</summary>
    public static NiftiDataType DataType(NiftiHeader header)
    {
        if (NiftiDataType.Refused.TryGetValue(header.DataType, out string? remedy))
        {
            throw new InvalidDataException($"the voxels are {remedy}");
        }
        return NiftiDataType.All.FirstOrDefault(t => t.Code == header.DataType)
            ?? throw new InvalidDataException($"datatype {header.DataType} is none of the NIfTI standard's; the header is damaged");
    }

    /// <summary>The first three sizes; 1 for those a 1D or 2D file lacks.</summary>
    public static GridSize Size(NiftiHeader header, long maxVoxels)
    {
        if (header.Dim[0] is < 1 or > 7)
        {
            throw new InvalidDataException($"dim[0] = {header.Dim[0]}, but a NIfTI file has 1 to 7 dimensions; the header is damaged");
        }
        for (int i = 1; i <= header.Dim[0]; i++)
        {
            if (header.Dim[i] is < 1 or > int.MaxValue)
            {
                throw new InvalidDataException($"dim[{i}] = {header.Dim[i]} is no size; the header is damaged");
            }
        }
        var size = new GridSize((int)SizeAlong(header, 1), (int)SizeAlong(header, 2), (int)SizeAlong(header, 3));
        if ((double)size.X * size.Y * size.Z > Math.Min(maxVoxels, Array.MaxLength))
        {
            throw new InvalidDataException(
                $"the header claims {size} voxels, more than the limit of {Math.Min(maxVoxels, Array.MaxLength)}");
        }
        return size;
    }

    /// <summary>The product of dimensions 4 to 7.</summary>
    public static long VolumeCount(NiftiHeader header)
    {
        long count = 1;
        for (int i = 4; i <= 7; i++)
        {
            count = checked(count * SizeAlong(header, i));
        }
        return count;
    }

    /// <summary>Which volume to read.</summary>
    public static long ChosenVolume(long volumes, int? wanted)
    {
        if (wanted is null)
        {
            return volumes == 1 ? 0 : throw new InvalidDataException(
                $"holds {volumes} volumes (a 4D image); choose one with a volume index from 0 to {volumes - 1}");
        }
        return wanted >= 0 && wanted < volumes ? wanted.Value : throw new InvalidDataException(
            $"has no volume {wanted}; it holds {volumes}, numbered from 0");
    }

    /// <summary>Slope and intercept; (1, 0) where the header gives none.</summary>
    public static (double Slope, double Intercept) Scaling(NiftiHeader header, List<string> steps)
    {
        (double slope, double intercept) = (header.SclSlope, header.SclInter);
        if (slope == 0 || !double.IsFinite(slope))
        {
            return (1, 0);
        }
        if (!double.IsFinite(intercept))
        {
            throw new InvalidDataException($"scl_slope is {slope} but scl_inter is {intercept}; the header is damaged");
        }
        if (slope != 1 || intercept != 0)
        {
            steps.Add($"rescale: {slope:R} × stored + {intercept:R}");
        }
        return (slope, intercept);
    }

    /// <summary>The grid in LPS millimetres.</summary>
    public static Geometry Place(NiftiHeader header, GridSize size, List<string> steps, List<string> warnings)
    {
        Affine affine = NiftiPlacement.VoxelToRas(header, size, warnings);
        (string? unit, double toMm) = (header.XyztUnits & 7) switch
        {
            1 => ("metres", 1000.0),
            3 => ("micrometres", 0.001),
            _ => (null, 1.0),
        };
        if (unit is not null)
        {
            steps.Add($"{unit} to millimetres");
            Vector3 scale = Vector3.One * toMm;
            affine = new Affine(Matrix3.Diagonal(scale), Vector3.Zero).After(affine);
        }
        return Geometry.FromVoxelToRas(size, affine);
    }

    private static long SizeAlong(NiftiHeader header, int dimension) => dimension <= header.Dim[0] ? header.Dim[dimension] : 1;
}
