using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Carillon.Tests.Storms;

/// <summary>
/// The disk below an embedded database, which a test fills up or tears out. It is a layer between the database engine and the operating
/// system: the engine is the real one, and all it learns is that a write or a sync failed.
/// </summary>
public sealed class SqliteDisk : IDisposable
{
    /// <summary>The engine's word for a disk that is gone.</summary>
    public const int Gone = 10;

    /// <summary>The engine's word for a disk without room.</summary>
    public const int Full = 13;

    private const int IsLog = 0x80000;
    private const int SizeOfVfs = 168;
    private const int SizeOfMethods = 19 * 8;
    private const int OpenAt = 40;
    private const int WriteAt = 24;
    private const int TruncateAt = 32;
    private const int SyncAt = 40;
    private static readonly ConcurrentDictionary<string, SqliteDisk> Watched = new();
    private static readonly ConcurrentDictionary<nint, (SqliteDisk Disk, bool IsLog)> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Methods = new();

    // Kept for as long as the process lives: native code holds pointers to them.
    private static readonly OpenCall OpenOurs = Open;
    private static readonly WriteCall WriteOurs = Write;
    private static readonly TruncateCall TruncateOurs = Truncate;
    private static readonly SyncCall SyncOurs = Sync;
    private static readonly Lazy<Original> Layer = new(Register);
    private readonly string _folder;
    private int _isWriting;
    private volatile int _refusal;
    private int _refused;

    private SqliteDisk(string folder) => _folder = folder;

    private delegate int OpenCall(nint vfs, nint name, nint file, int flags, nint outFlags);

    private delegate int WriteCall(nint file, nint data, int count, long offset);

    private delegate int TruncateCall(nint file, long size);

    private delegate int SyncCall(nint file, int flags);

    /// <summary>Asked at the first write of each commit and again when it is to be on the disk; false: the disk is gone from here on. Null: nobody asks.</summary>
    public Func<bool>? Call { get; set; }

    /// <summary>How many writes were refused.</summary>
    public int RefusedCount => Volatile.Read(ref _refused);

    /// <summary>The disk below the databases of a folder, for the connections that are opened from now on.</summary>
    public static SqliteDisk Below(string folder)
    {
        _ = Layer.Value;
        return Watched[folder] = new SqliteDisk(folder);
    }

    /// <summary>Every write fails from now on with a code of the engine's; 0: none does.</summary>
    public void Refuse(int code) => _refusal = code;

    /// <inheritdoc/>
    public void Dispose() => Watched.TryRemove(_folder, out _);

    private static Original Register()
    {
        var found = sqlite3_vfs_find(0);
        var ours = Marshal.AllocHGlobal(SizeOfVfs);
        for (var at = 0; at < SizeOfVfs; at += 8)
        {
            Marshal.WriteInt64(ours, at, Marshal.ReadInt64(found, at));
        }

        Marshal.WriteIntPtr(ours, 24, Marshal.StringToHGlobalAnsi("carillon-tests"));
        Marshal.WriteIntPtr(ours, OpenAt, Marshal.GetFunctionPointerForDelegate(OpenOurs));
        var original = new Original(found, Marshal.GetDelegateForFunctionPointer<OpenCall>(Marshal.ReadIntPtr(found, OpenAt)));
        _ = sqlite3_vfs_register(ours, 1);
        return original;
    }

    private static int Open(nint vfs, nint name, nint file, int flags, nint outFlags)
    {
        var code = Layer.Value.Open(Layer.Value.Vfs, name, file, flags, outFlags);
        if (code == 0 && Marshal.PtrToStringUTF8(name) is { } path && Path.GetDirectoryName(path) is { } folder && Watched.TryGetValue(folder, out var disk))
        {
            Files[file] = (disk, (flags & IsLog) != 0);
            Marshal.WriteIntPtr(file, Methods.GetOrAdd(Marshal.ReadIntPtr(file), Wrap));
        }

        return code;
    }

    /// <summary>A file's methods with ours in the place of three; the originals lie behind them.</summary>
    private static nint Wrap(nint original)
    {
        var ours = Marshal.AllocHGlobal(SizeOfMethods + 8);
        for (var at = 0; at < SizeOfMethods; at += 8)
        {
            Marshal.WriteInt64(ours, at, Marshal.ReadInt64(original, at));
        }

        Marshal.WriteIntPtr(ours, SizeOfMethods, original);
        Marshal.WriteIntPtr(ours, WriteAt, Marshal.GetFunctionPointerForDelegate(WriteOurs));
        Marshal.WriteIntPtr(ours, TruncateAt, Marshal.GetFunctionPointerForDelegate(TruncateOurs));
        Marshal.WriteIntPtr(ours, SyncAt, Marshal.GetFunctionPointerForDelegate(SyncOurs));
        return ours;
    }

    private static int Write(nint file, nint data, int count, long offset)
    {
        var (disk, isLog) = Files[file];
        return disk.Refusal(isLog && Interlocked.Exchange(ref disk._isWriting, 1) == 0) is var code and not 0
            ? code
            : Theirs<WriteCall>(file, WriteAt)(file, data, count, offset);
    }

    private static int Truncate(nint file, long size) => Files[file].Disk.Refusal(isAsked: false) is var code and not 0 ? code : Theirs<TruncateCall>(file, TruncateAt)(file, size);

    private static int Sync(nint file, int flags)
    {
        var (disk, isLog) = Files[file];
        return disk.Refusal(isLog && Interlocked.Exchange(ref disk._isWriting, 0) == 1) is var code and not 0 ? code : Theirs<SyncCall>(file, SyncAt)(file, flags);
    }

    private static T Theirs<T>(nint file, int at)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(Marshal.ReadIntPtr(Marshal.ReadIntPtr(file), SizeOfMethods), at));

    private int Refusal(bool isAsked)
    {
        if (_refusal == 0 && isAsked && Call?.Invoke() == false)
        {
            _refusal = Gone;
        }

        if (_refusal != 0)
        {
            Interlocked.Increment(ref _refused);
        }

        return _refusal;
    }

#pragma warning disable SYSLIB1054 // Generated marshalling asks for unsafe code, which these tests do without.
    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint sqlite3_vfs_find(nint name);

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sqlite3_vfs_register(nint vfs, int makesDefault);
#pragma warning restore SYSLIB1054

    private sealed record Original(nint Vfs, OpenCall Open);
}
