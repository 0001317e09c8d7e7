# 文件：导入、导出、任务。

ui-files-menu = 文件
ui-files-tab-desk = 导入台
ui-files-tab-imports = 导入记录
ui-files-tab-mappings = 对应方案
ui-files-tab-exports = 导出
ui-files-tab-jobs = 任务

## 导入台

ui-files-desk = 导入台
ui-files-desk-note = 其他系统的名单原样拿来即可：CSV、Excel、JSON。在您确认之前不会登记任何内容。
ui-files-clear = 清空导入台
ui-files-drop = 把文件拖到这里、点击选择，或者直接粘贴表格
ui-files-drop-more = 再加一个文件
ui-files-drop-kinds = CSV、TSV、XLSX、JSON，最大 2 GiB；病例、密接、传播关系、活动参加者可以一起导入。
ui-files-remove = 从导入台拿走 { $name }
ui-files-looking = 正在识别文件的读法……
ui-files-too-large = 这个工作簿太大，无法在此识别。请选用已保存的对应方案，仍可照常导入。
ui-files-own-export = 这是烽火自己的导出文件，无需对应方案，记录按原样接收。
ui-files-kind = 类别
ui-files-kept = 选用已保存的对应方案
ui-files-kept-fits = { $name }（相符）
ui-files-as-text = 按文本编辑
ui-files-as-form = 按表单编辑
ui-files-as-text-hint = 这是将要提交的对应方案。其中的错误在试导入时会按行指出。
ui-files-as-text-only = 这个对应方案的内容超出表单所能显示的范围。可在此修改，并按原样提交。
ui-files-heading-missing = 对应方案中的这些列在文件里没有：
ui-files-column = 列
ui-files-column-blank = （无标题）
ui-files-field = 字段
ui-files-field-of = “{ $heading }”列对应的字段
ui-files-dropped = 不导入
ui-files-extra = 原样保留
ui-files-values = 前几个值
ui-files-why = 依据
ui-files-by-hand = 人工选定
ui-files-preview = 前 { $count } 行
ui-files-preview-table = 文件的前几行
ui-files-more = 日期、编码、空值、其他列

## 需要确认的问题

ui-files-ask-disease = 这些行是哪种病？
ui-files-ask-dates = “{ $heading }”（{ $what }）：日与月的先后无法判断，请选择。
ui-files-ask-values = “{ $heading }”（{ $what }）：下列值是什么意思？
ui-files-ask-codes = “{ $heading }”（{ $what }）：下列代码理解得对吗？
ui-files-ask-number = 没有编号列，将按行的位置编号：以后文件中同一位置的行视为同一病例。
ui-files-ask-area = 没有地区列。这些行属于哪个地区？
ui-files-ask-day = 没有发病、出疹、确诊或报告日期。
ui-files-ask-understood = 知道了
ui-files-ask-choose = 请选择
ui-files-ask-nothing = 无（空值）
ui-files-ask-meaning = “{ $value }”的意思

## 对应方案的其他内容

ui-files-more-disease = 所有行的病种
ui-files-more-disease-row = 各行自有
ui-files-more-dates = 日期写法
ui-files-more-dates-hint = 按先后逐一尝试。YYYY 为年，MM 或 M 为月，DD 或 D 为日，其余照写。
ui-files-more-dates-of = { $what }的写法
ui-files-more-as-above = 同上
ui-files-more-encoding = 编码
ui-files-more-delimiter = 分隔符
ui-files-more-tab = 制表符
ui-files-more-guessed = 自动识别
ui-files-more-sheet = 工作表
ui-files-more-sheet-first = 第一张
ui-files-more-blanks = 视为空值
ui-files-more-blanks-hint = 例如：不详、NA
ui-files-more-extras = 没有对应字段的列
ui-files-more-extras-none = 不导入
ui-files-more-extras-all = 随行保留
ui-files-more-extras-some = 部分保留
ui-files-more-extras-which = 保留的列
ui-files-more-number = 没有编号的行按位置编号
ui-files-more-short = 行尾可以缺少单元格

## 名单

ui-files-list = 名单
ui-files-list-name = 名单名称
ui-files-list-name-hint = 下次用同一名称导入同一名单，只登记有变化的内容，不会重复。
ui-files-list-area = 名单所属地区
ui-files-list-area-hint = 没有写明地区的行归入这里。
ui-files-list-area-widest = 各行自有
ui-files-history = 历史资料
ui-files-history-hint = 作为历史登记：不产生责任事项，不通知任何人。
ui-files-leave-out = 即使有行被拒，也导入其余正确的行
ui-files-leave-out-hint = 不选时，只要有一行出错，整个文件都不导入。
ui-files-before = 还需完成：
ui-files-wait = { $what }正在识别。
ui-files-no-mapping = { $what }没有对应方案。
ui-files-lacking = 缺少必要的列。{ $what }。
ui-files-no-area = { $what }没有地区：请为名单选择地区。
ui-files-same-kind = 同一类别的两个文件不能一起导入：{ $what }。
ui-files-no-list = 名单没有名称。{ $what }
ui-files-forgotten = 服务器已不再保存之前送交的文件，将重新送交。
ui-files-try = 试导入
ui-files-take = 直接导入
ui-files-try-hint = 试导入会读完每一行并说明将发生什么，不登记任何内容。导入之后可以撤销。
ui-files-sending = 正在送交 { $size } MB……
ui-files-stop = 停止

## 已保存的对应方案

ui-files-mappings = 已保存的对应方案
ui-files-mappings-note = 所属地区及其下级的导入人员都能看到。
ui-files-mappings-none = 还没有保存对应方案，可在导入台保存。
ui-files-keep = 保存对应方案
ui-files-keep-title = 保存对应方案
ui-files-keep-text = 该地区的导入人员都能按此名称找到它。同名的对应方案会被替换。
ui-files-mapping = 对应方案
ui-files-mapping-name = 名称
ui-files-mapping-area = 所属地区
ui-files-mapping-saved = 保存时间
ui-files-mapping-forget = 删除
ui-files-mapping-forget-title = 删除对应方案“<name></name>”？
ui-files-mapping-forget-text = 所属地区的所有导入人员都将看不到它。用过它的导入不受影响。

## 导入记录

ui-files-imports = 导入记录
ui-files-imports-none = 这里还没有导入过名单。
ui-files-new = 导入名单
ui-files-import = 导入
ui-files-import-of = 导入：{ $list }
ui-files-state = 状态
ui-files-broken-off = 这次导入中途断开。用同一名称再次送交同一文件即可补全；撤销则收回已登记的内容。
ui-files-did = 导入结果
ui-files-did-history = 作为历史登记，未产生责任事项。
ui-files-would = 将会发生什么
ui-files-would-text = 这是试导入，没有登记任何内容。
ui-files-refused-all = 没有导入
ui-files-refused-all-text = { $count } 行被拒，整个文件都没有导入，未登记任何内容。
ui-files-count-rows = 行数
ui-files-count-new = 新增
ui-files-count-kept = 已有
ui-files-count-changed = 有变化
ui-files-count-status = 分类有变
ui-files-count-rejected = 被拒
ui-files-count-missing = 名单中原有而文件里没有（仍保留）：
ui-files-count-links = 传播关系：
ui-files-count-unlisted = 有一端不在名单中的关系：
ui-files-take-all = 导入 { $count } 行
ui-files-take-sound = 导入其余 { $count } 行
ui-files-take-consequence = 文件内容将登记为名单“{ $list }”。
ui-files-take-refused = { $count } 行被拒的先不导入，之后可以改正。
ui-files-take-duties = 新的病例和接触者会产生责任事项，并通知责任单位。导入之后可以撤销。
ui-files-take-history = 作为历史登记，不产生责任事项。导入之后可以撤销。
ui-files-to-desk = 返回导入台
ui-files-to-import = 查看导入记录
ui-files-warnings = { $count } 条提醒
ui-files-warning-unlisted = 这条关系有一端既不在文件里，也不在名单中。系统没有虚构任何人。

## 被拒的行

ui-files-refused = { $count } 行被拒
ui-files-refused-of = { $name }：{ $count } 行被拒
ui-files-refused-file = 下载被拒行文件
ui-files-refused-gone = 被拒行文件已不再保存。
ui-files-refused-not-yours = 被拒的行只显示给送交文件的人。
ui-files-refused-first = 只显示前 { $count } 行，文件中有全部。
ui-files-refused-text = 文件含这些行，并用后四列写明错误；改正后可原样再次送交。也可以先导入其余正确的行，再在这里改正这些行。
ui-files-mend-text = 改正单元格后再次送交，即归入同一名单。仍有错误的会再次退回。
ui-files-mend-not = 请在文件里改正这些行，再以同一名单名称放到导入台。
ui-files-row = 行
ui-files-value = 值
ui-files-reason = 原因
ui-files-mend = 改正
ui-files-mend-send = 送交已改正的 { $count } 行
ui-files-mend-none = 还没有改正。
ui-files-cells-all = 显示整行
ui-files-cells-fewer = 只显示有错的单元格

## 撤销

ui-files-undo = 撤销导入
ui-files-undo-title = 撤销“{ $list }”的导入？
ui-files-undo-consequence = 这次导入登记的内容将被撤回，由此产生的责任事项失效；除此之外别无记录的人员将被永久清除。此后有人处置过的病例保留，并会列出。
ui-files-undo-reason = 撤销原因
ui-files-undone = 导入已撤销
ui-files-undone-text = 已撤回 { $count } 项登记。
ui-files-undone-stay = { $count } 个病例因已有人处置而保留：

## 导出

ui-files-exports = 导出
ui-files-exports-note = 把记录导出为文件。除非您有权并明确要求，否则不含任何人的身份；每次导出都会留痕。
ui-files-export-new = 新的导出
ui-files-kinds = 记录
ui-files-export-of = 所看的范围：
ui-files-export-no-disease = （就诊记录没有病种，全部导出）
ui-files-format = 格式
ui-files-class = 分类
ui-files-contact-class = 接触者类别
ui-files-opened-from = 立案不早于
ui-files-opened-until = 立案早于
ui-files-as-of = 截至何时已知
ui-files-as-of-hint = 不填即为现在。
ui-files-bom = 带 UTF-8 标记（有些表格软件需要）
ui-files-identify = 写明人员身份
ui-files-identify-hint = 姓名、证件号、电话、住址。写明的每个人都会留痕。
ui-files-de-identified-text = 不写明任何人：编号为本次导出的代号，年龄按十岁分段，地区到县级，日期不变。
ui-files-fields = 字段
ui-files-fields-hint = 默认全部，可去掉一些。粗体为能认出个人的字段。
ui-files-purpose = 用途
ui-files-purpose-hint = 文件用来做什么。会留痕，并写在随附文件中。
ui-files-export = 导出
ui-files-export-past = 请先回到现在再导出；截至某一时刻已知的情况可在上面填写。
ui-files-identify-title = 导出含身份的文件？
ui-files-identify-consequence = 文件将含有能认出个人的信息。下载之后，只有您能保证它的安全：请加密保存，不交给不需要的人，用完即删。写明了哪些人会留痕。
ui-files-identify-tick = 我确因所填用途需要身份信息，并对文件负责。
ui-files-identified = 含身份
ui-files-de-identified = 不含身份
ui-files-rows = 行数
ui-files-links = 关系数
ui-files-name = 文件
ui-files-size = 大小
ui-files-expires = 删除时间
ui-files-expired = 文件已不再保存，请重新导出。
ui-files-not-yours = 文件只交给申请导出的人。
ui-files-download = 下载
ui-files-watermark = 随附说明
ui-files-watermark-text = 每个文件都随附一个说明文件，写明由谁导出。转交时请一并转交。
ui-files-watermark-get = 下载随附说明
ui-files-made = 导出时间
ui-files-persons = 人员身份
ui-files-areas = 地区
ui-files-mode = 性质

## 任务

ui-files-jobs = 任务
ui-files-jobs-note = 耗时的工作会自行继续：可以离开本页，稍后回来，或者在别的设备上查看。
ui-files-jobs-none = 还没有任务。
ui-files-job = 任务
ui-files-job-of = { $kind }：{ $title }
ui-files-trial = 试导入
ui-files-progress = 进度
ui-files-queued = 正在排队。
ui-files-leave = 可以离开本页，任务会继续进行，并列在任务中。
ui-files-stopping = 正在停止
ui-files-cancel = 停止任务
ui-files-cancel-title = 停止这个任务？
ui-files-cancel-import = 将在下一步停止。此前已登记的内容保留，可通过撤销导入收回。
ui-files-cancel-other = 将在下一步停止，不会产生文件。
ui-files-was-cancelled = 这个任务已被停止。
ui-files-asked = 任务内容
ui-files-by = 申请人
ui-files-submitted = 申请时间
ui-files-started = 开始时间
ui-files-finished = 结束时间
ui-files-area = 地区
ui-files-files = 文件
ui-files-yes = 是
